# Runs Rails migrations for `remigrate verify`: on the scratch database, and dies behind the statement it is told to.
# Each line of standard input is a request as JSON and is done in a process of its own; what happened goes into the file
# `report`, and `done` appears when that process has ended.
require "json"

REQUESTS = $stdin.dup
$stdin.reopen(File::NULL)
application = File.join(Dir.pwd, "config", "environment.rb")
if File.exist?(application)
  require application
else
  require "active_record"
end
require "active_support/notifications"

ActiveRecord::Migration.verbose = false
ActiveRecord::Base.logger = nil
# A model's own connection would not be the scratch database's.
ApplicationRecord = Class.new(ActiveRecord::Base) { self.abstract_class = true } unless defined?(ApplicationRecord)

# Statements that change nothing, or that belong to Rails and not to the migration.
RUNNER = /\A\s*(SELECT|SHOW|PRAGMA|EXPLAIN|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET)\b|schema_migrations|ar_internal_metadata|GET_LOCK|RELEASE_LOCK/i

def answer(status, statements, more = {})
  File.write($told["report"], JSON.generate({ status: status, statements: statements }.merge(more)))
end

def code(error)
  cause = error.cause || error
  if defined?(PG::Error) && cause.is_a?(PG::Error) && cause.respond_to?(:result) && cause.result
    cause.result.error_field(PG::Result::PG_DIAG_SQLSTATE)
  elsif cause.respond_to?(:error_number) && cause.error_number
    cause.error_number.to_s
  elsif defined?(SQLite3::Exception) && cause.is_a?(SQLite3::Exception)
    ""
  else
    cause.class.name
  end
end

def context
  paths = [$told["dir"], *$told["added"].map { |path| File.dirname(path) }.uniq]
  old = ActiveRecord.version >= Gem::Version.new("6.0") && ActiveRecord.version < Gem::Version.new("7.1")
  old ? ActiveRecord::MigrationContext.new(paths, ActiveRecord::SchemaMigration) : ActiveRecord::MigrationContext.new(paths)
end

def run
  require "active_record/connection_adapters/#{$told["config"]["adapter"]}_adapter"
  instead = $told["instead"].to_h { |pair| [pair["file"], pair["text"]] }
  if instead.any?
    ActiveRecord::MigrationProxy.prepend(Module.new do
      define_method(:load_migration) do
        if (text = instead[File.realpath(filename)])
          load(text)
          name.constantize.new(name, version)
        else
          super()
        end
      end
    end)
  end

  statements = []
  failed = nil
  ActiveRecord::Base.establish_connection($told["config"])
  ActiveSupport::Notifications.subscribe("sql.active_record") do |*, payload|
    sql = payload[:sql]
    runner = %w[SCHEMA CACHE TRANSACTION].include?(payload[:name]) || payload[:cached] || sql.match?(RUNNER)
    next if runner && !payload[:exception]

    from = caller_locations.find { |frame| $told["files"].include?(frame.absolute_path) }
    place = { sql: sql, line: from&.lineno }
    failed = place if payload[:exception] && !sql.match?(/schema_migrations|ar_internal_metadata/)
    next if runner || payload[:exception]

    statements << place
    if statements.size == $told["stop"]
      answer("stopped", statements)
      Process.exit!(0)
    end
  end

  begin
    $told["targets"].each { |version| context.run($told["command"].to_sym, version.to_i) }
    answer("ok", statements)
  rescue Exception => error # a migration may raise anything, even a syntax error
    error = error.cause while error.cause && error.message.start_with?("An error has occurred")
    told = error.is_a?(ActiveRecord::StatementInvalid) && error.cause ? error.cause : error
    answer("fails", statements, code: code(error), error: told.message, at: failed)
  end
  Process.exit!(0)
end

while (line = REQUESTS.gets)
  $told = JSON.parse(line)
  child = fork do
    $stderr.reopen($told["errors"], "w")
    run
  end
  Process.wait(child)
  File.write($told["done"], "")
end
