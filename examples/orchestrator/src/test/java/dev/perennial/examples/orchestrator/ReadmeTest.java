package dev.perennial.examples.orchestrator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReadmeTest {

  // Maven runs tests in the folder of the module.
  private static final Path README = Path.of("../../README.md");
  private static final Path PROGRAM =
      Path.of("src/test/java/dev/perennial/examples/orchestrator/ReadmeProgram.java");
  private static final Pattern JAVA_BLOCK = Pattern.compile("(?s)```java\n(.*?)```");

  @Test
  void the_program_of_the_readme_is_the_one_that_compiles() throws IOException {
    String source = Files.readString(PROGRAM);
    String program = source.substring(source.indexOf("import "));
    assertEquals(program, block(Files.readString(README)));
    long lines = program.lines().filter(line -> !line.isBlank()).count();
    assertTrue(lines <= 25, "a program of " + lines + " lines");
  }

  private static String block(String readme) {
    return JAVA_BLOCK
        .matcher(readme)
        .results()
        .map(MatchResult::group)
        .findFirst()
        .orElse("")
        .replaceFirst("^```java\n", "")
        .replaceFirst("```$", "");
  }
}
