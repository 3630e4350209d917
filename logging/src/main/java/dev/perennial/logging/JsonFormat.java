package dev.perennial.logging;

import dev.perennial.config.json.JsonText;
import dev.perennial.service.RequestContext;
import java.util.LinkedHashMap;
import java.util.Map;

/// Records as JSON objects, with the fields of OpenStack's JSON logs. What is not known of a record
/// is left out: the place in the code, for one, is known for level DEBUG only.
final class JsonFormat implements LineFormat {

  private final ProgramFacts program;
  private final DateFormat date;

  JsonFormat(LogOptions options, ProgramFacts program) {
    this.program = program;
    this.date = DateFormat.of(options.logDateFormat());
  }

  @Override
  public String text(LogEvent event) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("message", event.message());
    fields.put("asctime", date.text(event.millis()));
    fields.put("name", event.logger());
    fields.put("levelname", event.level().name());
    fields.put("levelno", event.level().number());
    event.caller().ifPresent(caller -> putPlace(fields, caller));
    fields.put("created", event.millis() / 1000.0);
    fields.put("msecs", Math.floorMod(event.millis(), 1000L));
    fields.put("relative_created", event.millis() - program.startMillis());
    fields.put("thread", event.threadId());
    fields.put("thread_name", event.thread());
    fields.put("process_name", program.process());
    fields.put("process", program.pid());
    if (!event.stack().isEmpty()) {
      fields.put("traceback", event.stack());
    }
    fields.put("hostname", program.host());
    fields.put("error_summary", event.errorSummary());
    fields.put("context", event.context().map(JsonFormat::context).orElse(Map.of()));
    fields.put("extra", Map.of("project", program.product()));
    return JsonText.of(fields, JsonText.Layout.SPACED);
  }

  private static void putPlace(Map<String, Object> fields, Caller caller) {
    fields.put("pathname", caller.path());
    fields.put("filename", caller.file());
    fields.put("module", caller.module());
    fields.put("lineno", caller.line());
    fields.put("funcname", caller.function());
  }

  private static Map<String, Object> context(RequestContext context) {
    Map<String, Object> fields = new LinkedHashMap<>(context.values());
    fields.put("request_id", context.requestId());
    context.globalRequestId().ifPresent(id -> fields.put("global_request_id", id));
    return fields;
  }
}
