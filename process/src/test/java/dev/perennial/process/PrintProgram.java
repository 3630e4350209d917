package dev.perennial.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Makes its standard descriptors safe, prints more than any pipe holds, and writes into a file
/// where they lead.
final class PrintProgram {

  private static final int MEGABYTES = 3;

  private PrintProgram() {}

  public static void main(String[] arguments) throws Exception {
    StandardDescriptors.occupy();
    StandardDescriptors.neverWaitForReader();
    List<String> found = new ArrayList<>();
    for (int number = 0; number < 3; number++) {
      found.add(Files.readSymbolicLink(Path.of("/proc/self/fd/" + number)).toString());
    }
    System.out.println("first line");
    System.err.println("first error");
    String megabyte = "x".repeat(1 << 20);
    for (int i = 0; i < MEGABYTES; i++) {
      System.out.println(megabyte);
    }
    Files.write(Path.of(arguments[0]), found);
  }
}
