package dev.perennial.examples.orchestrator;

import dev.perennial.config.Config;
import dev.perennial.http.Request;
import dev.perennial.http.Response;
import dev.perennial.registry.Database;
import dev.perennial.registry.DatabaseOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.stream.Stream;

/// Answers a request of the API's training run as a worker would, from an empty database that lives
/// as long as the request.
final class TrainingDatabase {

  private TrainingDatabase() {}

  static Response answer(Request request) throws Exception {
    Path directory = Files.createTempDirectory("orchestrator-training");
    try (Database database = database(directory)) {
      Conductor conductor = new DatabaseConductor(database, InstantSource.system());
      return VnfInstancesApi.routes(conductor).handle(request);
    } finally {
      delete(directory);
    }
  }

  private static Database database(Path directory) {
    return Database.of(
        Config.of(DatabaseOptions.class).build(),
        directory.resolve("empty.sqlite"),
        VnfInstancesTable.MIGRATIONS);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.delete(directory);
  }
}
