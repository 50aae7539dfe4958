//! What must hold for any text: reading never panics, fixes settle, edits stay where they belong.

use proptest::prelude::*;
use remigrate::edit::Safety;
use remigrate::engine::{Context, Dialect, Language, Tool};
use remigrate::finding::Finding;
use remigrate::frontend;
use remigrate::lint::{Policy, Subject, lint, repair};
use remigrate::rules::Rule;
use remigrate::source::{FileId, Source, Span};

struct Everything;

impl Policy for Everything {
    fn wants(&self, _source: &Source, _rule: &Rule) -> bool {
        true
    }

    fn filter(&self, _file: FileId, _source: &Source, _comments: &dyn Fn() -> Vec<Span>, _found: &mut Vec<Finding>) {}
}

/// Pieces of migrations in each language; texts are made of them, whole and cut.
fn pieces(language: Language) -> &'static [&'static str] {
    match language {
        Language::Ruby => &[
            "class A < ActiveRecord::Migration[7.1]\n",
            "  disable_ddl_transaction!\n",
            "  def change\n",
            "  def up\n",
            "  def down\n",
            "    create_table :users do |t|\n",
            "      t.references :post, foreign_key: true\n",
            "      t.string :name\n",
            "    end\n",
            "  end\n",
            "end\n",
            "    add_index :users, :name\n",
            "    add_column :users, :a, :string # keep\n",
            "    remove_column :users, :b, :string\n",
            "    execute <<~SQL\n",
            "      CREATE TYPE mood AS ENUM ('a', 'b');\n",
            "    SQL\n",
            "    return if table_exists?(:users)\n",
            "    rename_column :users, :a, :c\n",
            "    %i[x y].each { |c| add_column :users, c, :integer }\n",
            "    add_index :users, :name unless index_exists?(:users, :name)\n",
            "    reversible { |d| d.up { execute 'SELECT 1' } }\n",
            "é表\n",
            "\r\n",
            "\t",
            "'",
            "\"",
            "#{",
            "<<~X",
        ],
        Language::Python => &[
            "from alembic import op\nimport sqlalchemy as sa\n",
            "revision = 'a1'\ndown_revision = None\n",
            "def upgrade():\n",
            "    op.create_table('users', sa.Column('id', sa.Integer, primary_key=True), sa.Column('e', sa.Enum('a', name='m'), index=True))\n",
            "    op.add_column('users', sa.Column('x', sa.String()))  # keep\n",
            "    op.create_index('ix', 'users', ['x'])\n",
            "    with op.batch_alter_table('users') as b:\n",
            "        b.add_column(sa.Column('y', sa.Integer))\n",
            "        b.drop_column('z')\n",
            "    if not sa.inspect(op.get_bind()).has_table('users'):\n",
            "        op.drop_table('old')\n",
            "    op.execute(\"\"\"INSERT INTO users (x) VALUES ('a')\"\"\")\n",
            "    op.bulk_insert(t, [{'x': 1}, {'x': 2}])\n",
            "    for c in ('p', 'q'):\n",
            "        op.drop_column('users', c)\n",
            "def downgrade():\n",
            "    pass\n",
            "é表\n",
            "\r\n",
            "\t",
            "'",
            "\"\"\"",
            "(",
            "{",
        ],
        Language::Rust => &[
            "impl MigrationTrait for Migration {\n",
            "    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {\n",
            "    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {\n",
            "        manager\n            .create_table(Table::create().table(Users::Table).col(pk_auto(Users::Id)).to_owned())\n            .await?;\n",
            "        manager.create_index(Index::create().name(\"ix\").table(Users::Table).col(Users::Name).to_owned()).await?;\n",
            "        manager.alter_table(Table::alter().table(Users::Table).add_column(string(\"a\")).drop_column(\"b\").to_owned()).await?; // keep\n",
            "        manager.drop_table(Table::drop().table(Users::Table).to_owned()).await?;\n",
            "        manager.get_connection().execute_unprepared(\"CREATE TYPE mood AS ENUM ('a', 'b')\").await?;\n",
            "        let db = manager.get_connection();\n",
            "        db.execute_unprepared(r#\"INSERT INTO users (name) VALUES ('a')\"#).await?;\n",
            "        manager.exec_stmt(Query::insert().into_table(Users::Table).columns([Users::Name]).values_panic([\"a\".into()]).to_owned()).await?;\n",
            "        if !manager.has_table(\"users\").await? {\n",
            "        if manager.has_column(\"users\", \"a\").await? { return Ok(()); }\n",
            "        for name in [\"p\", \"q\"] {\n",
            "        let there = manager.has_index(\"users\", \"ix\").await?;\n",
            "        }\n",
            "        Ok(())\n    }\n",
            "}\n",
            "enum Users { Table, Id, Name }\n",
            "mod helpers;\n",
            "é表\n",
            "\r\n",
            "\t",
            "\"",
            "r#\"",
            "(",
            "'a",
            "/*",
        ],
        Language::Sql => &[
            "CREATE TABLE users (id serial PRIMARY KEY, name text UNIQUE);\n",
            "create index on users (name);\n",
            "CREATE INDEX CONCURRENTLY ix ON users (lower(name));\n",
            "ALTER TABLE users ADD COLUMN a int, ADD b text;\n",
            "INSERT INTO users (name) VALUES ('a'), ('b');\n",
            "DO $$ BEGIN CREATE TYPE m AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN NULL; END $$;\n",
            "DROP TABLE old; -- keep\n",
            "BEGIN;\n",
            "COMMIT;\n",
            "-- +goose Up\n",
            "-- migrate:up\n",
            "UPDATE users SET n = n + 1;\n",
            "CREATE TRIGGER t BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION f();\n",
            "DELIMITER //\n",
            "RENAME TABLE a TO b;\n",
            "é表",
            "\r\n",
            "'",
            "\"",
            "$$",
            "/*",
            "--",
            ";",
            "(",
            "`",
        ],
    }
}

/// A migration around those of the pieces that are statements.
fn framed_rust(pieces: &[&str]) -> String {
    let statement = |piece: &&&str| piece.starts_with("        ") && !piece.ends_with("}\n");
    let mut body = String::new();
    let mut open = 0;
    for piece in pieces.iter().filter(statement) {
        open += usize::from(piece.ends_with("{\n"));
        body.push_str(piece);
    }
    let head =
        "impl MigrationTrait for Migration {\n    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {\n";
    format!("{head}{body}{}        Ok(())\n    }}\n}}\nenum Users {{ Table, Id, Name }}\n", "        }\n".repeat(open))
}

fn texts(language: Language) -> impl Strategy<Value = String> {
    let pieces = pieces(language);
    let whole = prop::collection::vec(prop::sample::select(pieces), 0..14);
    let whole = (whole, any::<bool>()).prop_map(move |(pieces, framed)| match language {
        // Its parser takes no file that is not whole.
        Language::Rust if framed => framed_rust(&pieces),
        _ => pieces.concat(),
    });
    let cut = (whole.clone(), any::<prop::sample::Index>()).prop_map(|(text, at)| {
        let mut cut = at.index(text.len() + 1);
        while !text.is_char_boundary(cut) {
            cut -= 1;
        }
        text[..cut].to_owned()
    });
    prop_oneof![4 => whole, 2 => cut, 1 => any::<String>()]
}

fn contexts() -> impl Strategy<Value = (Language, Context)> {
    let tools =
        prop_oneof![Just(Tool::Rails), Just(Tool::Alembic), Just(Tool::SeaOrm), prop::sample::select(&Tool::ALL[..])];
    (tools, prop::sample::select(&Dialect::ALL[..]))
        .prop_map(|(tool, dialect)| (tool.language(), Context::new(tool, dialect)))
}

fn cases() -> impl Strategy<Value = (Context, String)> {
    contexts().prop_flat_map(|(language, context)| (Just(context), texts(language)))
}

fn path(context: &Context) -> &'static str {
    match context.tool.language() {
        Language::Ruby => "db/migrate/20260101000000_a.rb",
        Language::Python => "versions/a1.py",
        Language::Rust => "src/m20260101_000000_a.rs",
        Language::Sql => "migrations/0001_a.up.sql",
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read((context, text) in cases()) {
        let source = Source::new(path(&context), text.as_str());
        let subject = Subject { file: FileId(0), source: &source, context: &context, down: None, start: None };
        let outcome = lint(subject, &Everything, false);
        for finding in &outcome.findings {
            prop_assert!(finding.primary.at.span.end as usize <= text.len());
            prop_assert!(text.get(finding.primary.at.span.range()).is_some(), "a label cuts a character");
        }
        for comment in frontend::of(context.tool.language()).unwrap().comments(&source, &context) {
            prop_assert!(text.get(comment.range()).is_some());
        }
    }

    #[test]
    fn fixes_settle((context, text) in cases()) {
        let source = Source::new(path(&context), text.as_str());
        let subject = Subject { file: FileId(0), source: &source, context: &context, down: None, start: None };
        let first = repair(subject, &Everything, Safety::Unsafe);
        prop_assert!(first.endless.is_empty(), "endless: {:?}", first.endless);
        let Some(text) = first.text else { return Ok(()) };
        let source = Source::new(path(&context), text.as_str());
        let second = repair(Subject { source: &source, ..subject }, &Everything, Safety::Unsafe);
        prop_assert_eq!(second.text, None, "a second fix changed the text again");
    }

    #[test]
    fn edits_take_away_nothing_outside_their_step((context, text) in cases()) {
        let source = Source::new(path(&context), text.as_str());
        let subject = Subject { file: FileId(0), source: &source, context: &context, down: None, start: None };
        for finding in lint(subject, &Everything, true).findings {
            let Some(proven) = finding.fix else { continue };
            let near = |span: Span| finding.related.iter().chain([&finding.primary]).any(|label| {
                let lines = source.line_of(label.at.span.start)..=source.line_of(label.at.span.end);
                lines.contains(&source.line_of(span.start)) || finding.primary.at.span.start <= span.start
            });
            // A chain of calls may start on lines above the one that is underlined.
            let same_statement = |span: Span| {
                let between = text.get(span.start as usize..finding.primary.at.span.start as usize);
                between.is_some_and(|between| !between.contains([';', '{', '}']))
            };
            for edit in proven.fix.changes.iter().flat_map(|change| &change.edits) {
                prop_assert!(text.get(edit.span.range()).is_some(), "an edit cuts a character");
                prop_assert!(edit.span.is_empty() || near(edit.span) || same_statement(edit.span), "an edit takes away text before its step: {edit:?}");
            }
        }
    }
}
