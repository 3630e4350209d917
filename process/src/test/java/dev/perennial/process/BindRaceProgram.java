package dev.perennial.process;

import dev.perennial.service.ListenAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// For each line `PATH NANOS` of its input, waits that long, tries to listen there and says what
/// came of it; gives the socket back at the next line.
final class BindRaceProgram {

  private BindRaceProgram() {}

  public static void main(String[] arguments) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ");
      long start = System.nanoTime() + Long.parseLong(words[1]);
      while (System.nanoTime() < start) {
        Thread.onSpinWait();
      }
      System.out.println(outcome(Path.of(words[0]), lines));
    }
  }

  private static String outcome(Path path, BufferedReader lines) throws IOException {
    try (ListeningSocket _ = ListeningSocket.bind(ListenAddress.unix(path))) {
      System.out.println("bound");
      lines.readLine();
    } catch (IOException refused) {
      System.out.println(refused.getMessage());
      lines.readLine();
    }
    return "over";
  }
}
