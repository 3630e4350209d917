package dev.perennial.logging;

import dev.perennial.config.Group;
import dev.perennial.config.Inline;
import dev.perennial.config.Opt;
import dev.perennial.config.Range;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The options of `oslo.log`, with its names and defaults. [Logging] says what each does.
///
/// All of them are taken, but [IgnoredLogOptions] do nothing. One default is not that of
/// `oslo.log`: the loggers of `default_log_levels` are those of Java's libraries.
///
/// @param debug whether records of level DEBUG are written
/// @param logConfigAppend a file that says all instead of the other options
/// @param logDateFormat of `%(asctime)s`, as in strftime(3)
/// @param logFile the log file
/// @param logDir directory of the log file
/// @param useSyslog whether to write to the system log
/// @param useJournal whether to write to the journal
/// @param syslogLogFacility facility of both
/// @param useJson whether records are JSON
/// @param useStderr whether to write to standard error
/// @param loggingContextFormatString of a record that belongs to a request
/// @param loggingDefaultFormatString of any other
/// @param loggingDebugFormatSuffix behind a record of level DEBUG
/// @param loggingExceptionPrefix before each line of a stack trace
/// @param loggingUserIdentityFormat of `%(user_identity)s`
/// @param defaultLogLevels the level of loggers by name
/// @param instanceFormat of `%(instance)s` where the request names an `instance`
/// @param instanceUuidFormat of `%(instance)s` where the request names an `instance_uuid`
/// @param rateLimitInterval seconds
/// @param rateLimitBurst records in each interval
/// @param rateLimitExceptLevel the level from which records are not limited
/// @param ignored what a file may set without effect
@Group(value = "DEFAULT", help = "Where the program logs to, what, and in which form.")
public record LogOptions(
    @Opt(
            help = "Write what developers want to know, too: level DEBUG instead of INFO.",
            def = "false",
            mutable = true,
            letter = 'd')
        boolean debug,
    @Opt(
            help =
                "Logging configuration of java.util.logging (a properties file) that decides"
                    + " everything; all other options of logging are ignored then. Secrets are"
                    + " masked by the handlers of the root logger only.",
            mutable = true,
            was = "log_config",
            metavar = "PATH")
        Optional<Path> logConfigAppend,
    @Opt(
            help = "How %(asctime)s is written in log records, in the directives of strftime(3).",
            def = "%Y-%m-%d %H:%M:%S",
            metavar = "DATE_FORMAT")
        String logDateFormat,
    @Opt(
            help =
                "File to log to, which all processes of the program append to. Without one, without"
                    + " log_dir, use_stderr and use_journal, standard output is written to.",
            was = "logfile",
            metavar = "PATH")
        Optional<Path> logFile,
    @Opt(
            help =
                "Directory of log_file; by itself, the directory of a log file named after the"
                    + " program.",
            was = "logdir")
        Optional<Path> logDir,
    @Opt(help = "Write to the system log, through the socket /dev/log.", def = "false")
        boolean useSyslog,
    @Opt(help = "Write to the journal of systemd in its native form, with fields.", def = "false")
        boolean useJournal,
    @Opt(help = "Facility of the records in system log and journal.", def = "LOG_USER")
        Facility syslogLogFacility,
    @Opt(help = "Write each record as a JSON object on one line.", def = "false") boolean useJson,
    @Opt(help = "Write to standard error.", def = "false") boolean useStderr,
    @Opt(
            help = "Form of a record that belongs to a request.",
            def =
                "%(asctime)s.%(msecs)03d %(process)d %(levelname)s %(name)s [%(global_request_id)s"
                    + " %(request_id)s %(user_identity)s] %(instance)s%(message)s")
        String loggingContextFormatString,
    @Opt(
            help = "Form of a record that belongs to no request.",
            def =
                "%(asctime)s.%(msecs)03d %(process)d %(levelname)s %(name)s [-]"
                    + " %(instance)s%(message)s")
        String loggingDefaultFormatString,
    @Opt(
            help = "What stands behind a record of level DEBUG; empty for nothing.",
            def = "%(funcName)s %(pathname)s:%(lineno)d")
        String loggingDebugFormatSuffix,
    @Opt(
            help = "What stands before each line of a stack trace.",
            def = "%(asctime)s.%(msecs)03d %(process)d ERROR %(name)s %(instance)s")
        String loggingExceptionPrefix,
    @Opt(
            help = "Form of %(user_identity)s.",
            def =
                "%(user)s %(project)s %(domain)s %(system_scope)s %(user_domain)s"
                    + " %(project_domain)s")
        String loggingUserIdentityFormat,
    @Opt(
            help = "Levels of loggers, which hold for all loggers below them too, as name=LEVEL.",
            def =
                "org.eclipse.jetty=WARN,com.zaxxer.hikari=WARN,com.rabbitmq=INFO,"
                    + "org.apache.qpid=WARN,qpid=WARN",
            separator = '=',
            mutable = true)
        Map<String, LogLevel> defaultLogLevels,
    @Opt(
            help = "Form of %(instance)s for a request with an instance.",
            def = "[instance: %(uuid)s] ")
        String instanceFormat,
    @Opt(
            help = "Form of %(instance)s for a request with the id of an instance.",
            def = "[instance: %(uuid)s] ")
        String instanceUuidFormat,
    @Opt(help = "Seconds for which rate_limit_burst counts; 0 is no limit.", def = "0")
        @Range(min = 0)
        int rateLimitInterval,
    @Opt(help = "Most records in rate_limit_interval; 0 is no limit.", def = "0") @Range(min = 0)
        int rateLimitBurst,
    @Opt(help = "Records of this level or above are not limited.", def = "CRITICAL")
        LogLevel rateLimitExceptLevel,
    @Inline IgnoredLogOptions ignored) {

  /// Checks the forms.
  public LogOptions {
    check("log_date_format", () -> DateFormat.of(logDateFormat));
    check("logging_context_format_string", () -> LinePattern.of(loggingContextFormatString));
    check("logging_default_format_string", () -> LinePattern.of(loggingDefaultFormatString));
    check("logging_debug_format_suffix", () -> LinePattern.of(loggingDebugFormatSuffix));
    check("logging_exception_prefix", () -> LinePattern.of(loggingExceptionPrefix));
    check("logging_user_identity_format", () -> LinePattern.of(loggingUserIdentityFormat));
    check("instance_format", () -> LinePattern.of(instanceFormat));
    check("instance_uuid_format", () -> LinePattern.of(instanceUuidFormat));
  }

  private static void check(String option, Runnable parsing) {
    try {
      parsing.run();
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(option + ": " + wrong.getMessage(), wrong);
    }
  }

  /// Whether records go nowhere but to the output of the process.
  boolean writesToOwnOutput() {
    return logConfigAppend.isEmpty()
        && logFile.isEmpty()
        && logDir.isEmpty()
        && !useSyslog
        && !useJournal;
  }

  /// These options with the levels of others: all that can be followed without opening anything.
  LogOptions withLevelsOf(LogOptions other) {
    return new LogOptions(
        other.debug,
        logConfigAppend,
        logDateFormat,
        logFile,
        logDir,
        useSyslog,
        useJournal,
        syslogLogFacility,
        useJson,
        useStderr,
        loggingContextFormatString,
        loggingDefaultFormatString,
        loggingDebugFormatSuffix,
        loggingExceptionPrefix,
        loggingUserIdentityFormat,
        other.defaultLogLevels,
        instanceFormat,
        instanceUuidFormat,
        rateLimitInterval,
        rateLimitBurst,
        rateLimitExceptLevel,
        ignored);
  }

  /// The options that decide where records go.
  List<String> outletNames() {
    if (logConfigAppend.isPresent()) {
      return List.of("log_config_append");
    }
    return logFile.isPresent() || logDir.isPresent()
        ? List.of("log_file", "log_dir")
        : List.of("use_journal", "use_syslog");
  }

  /// The log file that the options name.
  ///
  /// @param program whose name the file has if only its directory is given
  Optional<Path> file(String program) {
    if (logFile.isEmpty()) {
      return logDir.map(directory -> directory.resolve(program + ".log"));
    }
    return Optional.of(
        logDir.map(directory -> directory.resolve(logFile.get())).orElse(logFile.get()));
  }
}
