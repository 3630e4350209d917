package dev.perennial.tests.system;

import dev.perennial.config.Config;
import dev.perennial.http.HttpError;
import dev.perennial.http.Request;
import dev.perennial.http.Response;
import dev.perennial.http.Router;
import java.io.OutputStream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/// What the program under test answers.
final class Answers {

  private static final long PID = ProcessHandle.current().pid();

  private Answers() {}

  static Router router(Config config) {
    return Router.builder()
        .post("/echo", Answers::echo)
        .get("/slow", Answers::slow)
        .get("/compute", _ -> compute())
        .post("/sink", Answers::sink)
        .get("/source", Answers::source)
        .get("/exit", request -> exit(number(request, "code")))
        .get("/print", request -> print(number(request, "megabytes")))
        .get("/value", _ -> Response.text(200, value(config)))
        .build();
  }

  private static Response echo(Request request) throws Exception {
    return answer(request, request.bytes());
  }

  private static Response slow(Request request) throws Exception {
    Thread.sleep(number(request, "ms"));
    return answer(request, new byte[0]);
  }

  // Until its process is ended.
  private static Response compute() {
    while (true) {
      Thread.onSpinWait();
    }
  }

  // Reads while it comes and keeps nothing of it.
  private static Response sink(Request request) throws Exception {
    CheckedInputStream body = new CheckedInputStream(request.body(), new CRC32());
    body.transferTo(OutputStream.nullOutputStream());
    return Response.text(200, PID + " " + body.getChecksum().getValue());
  }

  private static Response source(Request request) {
    int bytes = number(request, "bytes");
    return Response.stream(200, "application/octet-stream", out -> Noise.write(out, bytes))
        .withHeader("Content-Length", Integer.toString(bytes))
        .withHeader("X-Pid", Long.toString(PID));
  }

  private static Response answer(Request request, byte[] body) {
    String id = request.header(LoadRequest.ID_HEADER).orElse("none");
    return Response.bytes(200, "application/octet-stream", LoadRequest.answer(id, PID, body));
  }

  private static Response exit(int code) {
    System.exit(code);
    return Response.empty(204);
  }

  private static Response print(int megabytes) {
    String megabyte = "x".repeat(1 << 20);
    for (int i = 0; i < megabytes; i++) {
      System.out.println(megabyte);
      System.err.println(megabyte);
    }
    return Response.text(200, "printed");
  }

  private static String value(Config config) {
    ProgramOptions.Live live = config.get(ProgramOptions.Live.class);
    return live.value() + " " + live.fixed() + " " + PID;
  }

  private static int number(Request request, String name) {
    return request
        .query(name)
        .map(Integer::valueOf)
        .orElseThrow(() -> new HttpError(400, name + " is missing"));
  }
}
