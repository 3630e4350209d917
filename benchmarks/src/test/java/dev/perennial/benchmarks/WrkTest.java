package dev.perennial.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WrkTest {

  private static final String OUTPUT =
      """
      Running 5s test @ http://127.0.0.1:18080/
        1 threads and 32 connections
        Thread Stats   Avg      Stdev     Max   +/- Stdev
          Latency     1.08ms    2.53ms  58.37ms   93.95%
          Req/Sec    57.51k    12.30k   82.01k    66.00%
        Latency Distribution
           50%  366.00us
           75%    0.86ms
           90%    2.60ms
           99%   13.69ms
        286204 requests in 5.01s, 53.22MB read
      Requests/sec:  57172.30
      Transfer/sec:     10.63MB
      """;

  @Test
  void figures_are_read_in_one_unit() {
    Wrk.Result result = Wrk.Result.parse(OUTPUT);
    assertEquals(286204, result.requests());
    assertEquals(57172.30, result.perSecond());
    assertEquals(366.0, result.p50());
    assertEquals(13690.0, result.p99());
    assertEquals("", result.errors());
  }

  @Test
  void a_latency_may_take_seconds() {
    assertEquals(1_200_000, Wrk.Result.parse(OUTPUT.replace("13.69ms", "1.20s")).p99());
  }

  @Test
  void errors_are_not_overlooked() {
    String lost = "  Socket errors: connect 0, read 31, write 0, timeout 0\n";
    String withErrors = OUTPUT.replace("Requests/sec", lost + "Requests/sec");
    assertTrue(Wrk.Result.parse(withErrors).errors().contains("read 31"));
    String refused = "  Non-2xx or 3xx responses: 12\n";
    String withStatus = OUTPUT.replace("Requests/sec", refused + "Requests/sec");
    assertEquals("Non-2xx or 3xx responses: 12", Wrk.Result.parse(withStatus).errors());
  }

  @Test
  void something_else_than_a_result_is_refused() {
    assertThrows(IllegalArgumentException.class, () -> Wrk.Result.parse("unable to connect"));
  }

  @Test
  void a_load_names_its_script_before_the_address() {
    Wrk.Load load = new Wrk.Load(1000, "/post", Optional.of(Path.of("post.lua")));
    assertEquals(
        "wrk -t1 -c1000 -d2s --latency -s post.lua https://127.0.0.1:1/post",
        String.join(" ", load.command("https://127.0.0.1:1", 2)));
  }
}
