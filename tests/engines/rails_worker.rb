# Runs Rails migrations for judge.py: a request is one line of JSON on stdin, the answer one line on stdout.
# ActiveRecord is loaded once; every run is a fork, so that a migration's classes, connections and death stay its own.
require "json"
require "logger"
require "active_support/all" # as every Rails application has it
require "active_record"
%w[postgresql mysql2 sqlite3].each { |name| require "active_record/connection_adapters/#{name}_adapter" }

ActiveRecord::Migration.verbose = false
ActiveRecord::Base.logger = nil

class ApplicationRecord < ActiveRecord::Base
  self.abstract_class = true
end

module Rails
  def self.env = ActiveSupport::StringInquirer.new("production")
  def self.logger = Logger.new(nil)
end

# Has what a migration needs loaded before the first fork: else each of them would load it anew.
def warm_up
  ActiveRecord::Base.establish_connection(adapter: "sqlite3", database: ":memory:")
  migration = Class.new(ActiveRecord::Migration[6.1]) do
    def change
      create_table(:warm) { |t| t.string :name }
      add_index :warm, :name, unique: true
      change_column_null :warm, :name, false
      add_reference :warm, :other, foreign_key: { to_table: :warm }
    end
  end
  ActiveRecord::SchemaMigration.create_table
  ActiveRecord::InternalMetadata.create_table
  %i[up down up].each { |direction| migration.new.migrate(direction) }
  model = Class.new(ActiveRecord::Base) { self.table_name = "warm" }
  model.create!(name: "a")
  model.where(name: "a").update_all(name: "b")
  model.find_each(&:destroy!)
  [ActiveRecord::SchemaMigration, ActiveRecord::InternalMetadata].each(&:reset_column_information)
  ActiveRecord::Base.remove_connection
  [ActiveSupport, ActiveModel, ActiveRecord].each(&:eager_load!)
end

VERSIONS = /schema_migrations|ar_internal_metadata/

# Statements that change nothing, or that belong to the runner and not to the migration.
RUNNER = /\A\s*(SELECT|SHOW|PRAGMA|EXPLAIN|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)\b|#{VERSIONS}|GET_LOCK|RELEASE_LOCK/i

def root(error)
  error = error.cause while error.cause && error.message.start_with?("An error has occurred")
  error
end

def code(error)
  cause = error.cause || error
  if defined?(PG::Error) && cause.is_a?(PG::Error) && cause.result
    cause.result.error_field(PG::Result::PG_DIAG_SQLSTATE)
  elsif defined?(Mysql2::Error) && cause.is_a?(Mysql2::Error)
    cause.error_number.to_s
  else
    cause.class.name
  end
end

def run(request, answer)
  statements = []
  failed = nil
  unsaved = false # the migration wrote in a transaction that is still open, as `save!` opens one of its own
  ActiveRecord::Base.establish_connection(request["db"])
  ActiveSupport::Notifications.subscribe("sql.active_record") do |*, payload|
    sql = payload[:sql]
    unsaved = false if sql.match?(VERSIONS)
    commits = unsaved && sql.match?(/\A\s*COMMIT\b/i)
    unsaved = false if sql.match?(/\A\s*(BEGIN|COMMIT|ROLLBACK)\b/i) && !sql.match?(/SAVEPOINT/i)
    if !commits && (%w[SCHEMA CACHE TRANSACTION].include?(payload[:name]) || payload[:cached] || sql.match?(RUNNER))
      # PostgreSQL reports a failed read, too: it spoils the transaction.
      failed ||= sql if payload[:exception] && !sql.match?(VERSIONS)
      next
    end
    statements << sql
    unsaved = !commits && ActiveRecord::Base.connection.transaction_open?
    failed = sql if payload[:exception]
    if statements.size == request["stop"] && !payload[:exception]
      answer.puts JSON.generate(status: "stopped", statements: statements)
      answer.flush
      Process.exit!(9)
    end
  end
  context = ActiveRecord::MigrationContext.new(request["dir"], ActiveRecord::SchemaMigration)
  begin
    if request["direction"] == "all"
      context.migrate
    else
      context.run(request["direction"].to_sym, request["version"])
    end
    answer.puts JSON.generate(status: "ok", statements: statements)
  rescue Exception => error # rubocop:disable Lint/RescueException: a migration may raise anything, even a syntax error
    error = root(error)
    at = failed && statements.rindex(failed)
    message = (error.is_a?(ActiveRecord::StatementInvalid) && error.cause ? error.cause : error).message
    answer.puts JSON.generate(status: "fails", statements: statements, error: message, code: code(error), sql: failed, at: at && at + 1)
  end
  answer.flush
  Process.exit!(0)
end

STDOUT.sync = true
warm_up
while (line = STDIN.gets)
  request = JSON.parse(line)
  reader, writer = IO.pipe
  pid = fork do
    reader.close
    STDIN.reopen(File::NULL)
    STDOUT.reopen(STDERR)
    Process.setproctitle("judge-rails")
    run(request, writer)
  end
  writer.close
  timer = Thread.new { sleep 40; Process.kill(:KILL, pid) rescue nil }
  text = reader.read
  Process.wait(pid)
  timer.kill
  reader.close
  puts text.empty? ? JSON.generate(status: "fails", statements: [], error: "the worker died", code: "died") : text.lines.last
end
