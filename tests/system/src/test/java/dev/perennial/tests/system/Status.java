package dev.perennial.tests.system;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a program says of itself.
///
/// @param json the whole answer
record Status(JsonNode json) {

  private static final JsonMapper JSON = new JsonMapper();

  /// One worker of a service.
  ///
  /// @param service its name
  /// @param json what was said of the worker
  record Worker(String service, JsonNode json) {
    int slot() {
      return json.path("slot").asInt();
    }

    long pid() {
      return json.path("pid").asLong();
    }

    int generation() {
      return json.path("generation").asInt();
    }

    String state() {
      return json.path("state").asString();
    }

    boolean isReady() {
      return json.path("ready").asBoolean();
    }

    int restarts() {
      return json.path("restarts").asInt();
    }

    String lastExit() {
      return json.path("last_exit").asString();
    }

    boolean usesAotCache() {
      return json.path("aot_cache").asBoolean();
    }

    String certificateEnds() {
      return json.path("certificate_ends").asString();
    }

    int inFlight() {
      return json.path("in_flight").asInt();
    }
  }

  static Status parse(String text) {
    return new Status(JSON.readTree(text));
  }

  long masterPid() {
    return json.path("master").path("pid").asLong();
  }

  String state() {
    return json.path("master").path("state").asString();
  }

  int generation() {
    return json.path("generation").asInt();
  }

  /// The state of the cache that workers start from.
  String aotCache() {
    return json.path("aot_cache").asString();
  }

  List<String> listeners() {
    return list(json.path("listeners")).map(one -> one.path("address").asString()).toList();
  }

  List<Worker> workers() {
    return list(json.path("services"))
        .flatMap(service ->
            list(service.path("workers"))
                .map(worker -> new Worker(service.path("name").asString(), worker)))
        .toList();
  }

  List<Worker> workers(String service) {
    return workers().stream().filter(worker -> worker.service().equals(service)).toList();
  }

  Set<Long> pids() {
    return pids(workers());
  }

  Set<Long> pids(String service) {
    return pids(workers(service));
  }

  /// Whether as many processes as were wanted run, all ready.
  boolean isSettled() {
    return state().equals("running") && workers().stream().allMatch(Worker::isReady);
  }

  private static Set<Long> pids(List<Worker> workers) {
    Set<Long> pids = new TreeSet<>();
    workers.forEach(worker -> pids.add(worker.pid()));
    return pids;
  }

  private static java.util.stream.Stream<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  @Override
  public String toString() {
    return json.toString();
  }
}
