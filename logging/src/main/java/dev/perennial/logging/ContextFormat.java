package dev.perennial.logging;

import dev.perennial.service.RequestContext;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The lines of OpenStack's log files: one form for records that belong to a request, one for all
/// others, with the summary of what was thrown behind, and its stack on lines of its own.
final class ContextFormat implements LineFormat {

  private static final String NOTHING = "-";

  private final ProgramFacts program;
  private final DateFormat date;
  private final DateFormat isoDate;
  private final DateFormat isoOffset;
  private final LinePattern inRequest;
  private final LinePattern outside;
  private final LinePattern debugSuffix;
  private final LinePattern exceptionPrefix;
  private final LinePattern userIdentity;
  private final LinePattern instance;
  private final LinePattern instanceUuid;

  ContextFormat(LogOptions options, ProgramFacts program) {
    this(options, program, ZoneId.systemDefault());
  }

  ContextFormat(LogOptions options, ProgramFacts program, ZoneId zone) {
    this.program = program;
    this.date = DateFormat.of(options.logDateFormat(), zone);
    this.isoDate = DateFormat.of("%Y-%m-%dT%H:%M:%S", zone);
    this.isoOffset = DateFormat.of("%z", zone);
    this.inRequest = LinePattern.of(options.loggingContextFormatString());
    this.outside = LinePattern.of(options.loggingDefaultFormatString());
    String suffix = options.loggingDebugFormatSuffix();
    this.debugSuffix = LinePattern.of(suffix.isEmpty() ? "" : " " + suffix);
    this.exceptionPrefix = LinePattern.of(options.loggingExceptionPrefix());
    this.userIdentity = LinePattern.of(options.loggingUserIdentityFormat());
    this.instance = LinePattern.of(options.instanceFormat());
    this.instanceUuid = LinePattern.of(options.instanceUuidFormat());
  }

  @Override
  public String text(LogEvent event) {
    StringBuilder line = new StringBuilder(160);
    Function<String, String> values = name -> value(name, event);
    LinePattern pattern = event.context().isPresent() ? inRequest : outside;
    pattern.append(line, values);
    if (!event.errorSummary().isEmpty() && !pattern.has("error_summary")) {
      line.append(": ").append(event.errorSummary());
    }
    if (event.level() == LogLevel.DEBUG) {
      debugSuffix.append(line, values);
    }
    if (!event.stack().isEmpty()) {
      String prefix = exceptionPrefix.text(values);
      event.stack().forEach(one -> line.append('\n').append(prefix).append(one));
    }
    return line.toString();
  }

  private String value(String name, LogEvent event) {
    return switch (name) {
      case "message" -> event.message();
      case "asctime" -> date.text(event.millis());
      case "msecs" -> Long.toString(Math.floorMod(event.millis(), 1000L));
      case "levelname" -> event.level().name();
      case "name" -> event.logger();
      case "process" -> Long.toString(program.pid());
      case "request_id" -> event.context().map(RequestContext::requestId).orElse(NOTHING);
      case "global_request_id" ->
          event.context().flatMap(RequestContext::globalRequestId).orElse("");
      case "user_identity" -> event.context().map(this::identity).orElse("");
      case "instance" -> event.context().map(this::instance).orElse("");
      default -> rarer(name, event);
    };
  }

  private String rarer(String name, LogEvent event) {
    return switch (name) {
      case "levelno" -> Integer.toString(event.level().number());
      case "created" -> seconds(event.millis());
      case "relativeCreated" -> Long.toString(event.millis() - program.startMillis());
      case "isotime" -> isoTime(event.millis());
      case "thread" -> Long.toString(event.threadId());
      case "threadName" -> event.thread();
      case "processName" -> program.process();
      case "project" -> program.product();
      case "hostname" -> program.host();
      case "funcName" -> event.caller().map(Caller::function).orElse(NOTHING);
      case "pathname" -> event.caller().map(Caller::path).orElse(NOTHING);
      case "filename" -> event.caller().map(Caller::file).orElse(NOTHING);
      case "module" -> event.caller().map(Caller::module).orElse(NOTHING);
      case "lineno" -> event.caller().map(caller -> Integer.toString(caller.line())).orElse("0");
      case "error_summary" -> orNothing(event.errorSummary());
      // Colours belong to a terminal, and this is a log.
      case "color", "reset_color" -> "";
      default -> event.context().map(context -> fact(context, name)).orElse(NOTHING);
    };
  }

  private String identity(RequestContext context) {
    return userIdentity.text(name -> fact(context, name));
  }

  private String instance(RequestContext context) {
    Map<String, String> values = context.values();
    return Optional.ofNullable(values.get("instance"))
        .map(id -> instance.text(_ -> id))
        .or(() ->
            Optional.ofNullable(values.get("instance_uuid")).map(id -> instanceUuid.text(_ -> id)))
        .orElse("");
  }

  private static String fact(RequestContext context, String name) {
    return orNothing(context.values().getOrDefault(name, ""));
  }

  private static String orNothing(String text) {
    return text.isEmpty() ? NOTHING : text;
  }

  private static String seconds(long millis) {
    return Math.floorDiv(millis, 1000L) + fraction(millis);
  }

  private String isoTime(long millis) {
    return isoDate.text(millis)
        + fraction(millis)
        + new StringBuilder(isoOffset.text(millis)).insert(3, ':');
  }

  // Whoever reads it is a program, so its digits are the same everywhere.
  private static String fraction(long millis) {
    return String.format(Locale.ROOT, ".%03d", Math.floorMod(millis, 1000L));
  }
}
