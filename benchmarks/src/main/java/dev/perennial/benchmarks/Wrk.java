package dev.perennial.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The load driver wrk: one thread, connections that are kept, each sends its next request when the
/// answer to the last has come.
final class Wrk {

  private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ");
  private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
  private static final Pattern ERRORS =
      Pattern.compile("(?m)^\\s*(Socket errors: .*|Non-2xx or 3xx responses: .*)$");
  private static final Map<String, Double> MICROS = Map.of("us", 1.0, "ms", 1e3, "s", 1e6);

  private Wrk() {}

  /// What one run said.
  ///
  /// @param requests that were answered
  /// @param perSecond requests a second
  /// @param p50 median latency in microseconds
  /// @param p99 latency in microseconds that one request in a hundred exceeded
  /// @param errors as wrk words them, or empty
  record Result(long requests, double perSecond, double p50, double p99, String errors) {

    static Result parse(String output) {
      Matcher errors = ERRORS.matcher(output);
      return new Result(
          Long.parseLong(first(REQUESTS, output)),
          Double.parseDouble(first(RATE, output)),
          latency(50, output),
          latency(99, output),
          errors.find() ? errors.group(1) : "");
    }

    private static double latency(int percent, String output) {
      Pattern line = Pattern.compile("(?m)^\\s+" + percent + "%\\s+([0-9.]+)(us|ms|s)\\s*$");
      Matcher found = line.matcher(output);
      if (!found.find()) {
        throw new IllegalArgumentException("wrk gave no " + percent + " % latency:\n" + output);
      }
      return Double.parseDouble(found.group(1)) * MICROS.getOrDefault(found.group(2), 0.0);
    }

    private static String first(Pattern pattern, String output) {
      Matcher found = pattern.matcher(output);
      if (!found.find()) {
        throw new IllegalArgumentException("wrk said something unknown:\n" + output);
      }
      return found.group(1);
    }
  }

  /// What to send.
  ///
  /// @param connections how many
  /// @param path to ask for
  /// @param script in Lua that says how to ask; without one by `GET`
  record Load(int connections, String path, Optional<Path> script) {

    private static final List<String> ONE_REQUEST_EACH = List.of("-H", "Connection: close");

    static final Load HELLO = new Load(32, "/", Optional.empty());

    /// @param server scheme, host and port
    List<String> command(String server, int seconds) {
      List<String> words =
          new ArrayList<>(
              List.of("wrk", "-t1", "-c" + connections, "-d" + seconds + "s", "--latency"));
      script.ifPresent(file -> words.addAll(List.of("-s", file.toString())));
      words.add(server + path);
      return words;
    }

    Result run(Where where, int seconds) throws IOException, InterruptedException {
      return Result.parse(Command.output(command(where.curl().getLast(), seconds)));
    }

    /// The same with a connection for each request.
    void connect(Where where, int seconds) throws IOException, InterruptedException {
      List<String> command = new ArrayList<>(command(where.curl().getLast(), seconds));
      command.addAll(command.size() - 1, ONE_REQUEST_EACH);
      Command.output(command);
    }
  }
}
