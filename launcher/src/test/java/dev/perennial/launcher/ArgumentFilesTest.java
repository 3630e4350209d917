package dev.perennial.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the `java` command of JDK 25 makes of the same files.
class ArgumentFilesTest {

  @TempDir private Path directory;

  private String file(String text) throws IOException {
    return "@" + Files.writeString(directory.resolve("words"), text);
  }

  private List<String> words(String text) throws IOException {
    return ArgumentFiles.expand(List.of(file(text)));
  }

  @Test
  void words_are_told_apart_by_blanks_and_lines_outside_of_quotes() throws IOException {
    assertEquals(
        List.of("-Dx=a b\tc\\d", "-Dy=q\\n", "-Dz=1 2x", "-De="),
        words("# said\n-Dx=\"a b\\tc\\\\d\" -Dy=q\\n\n\"-Dz=1\"' 2'x\r\n-De=\"\""));
  }

  @Test
  void an_open_quote_ends_with_its_line_unless_that_goes_on() throws IOException {
    assertEquals(List.of("-Dx=open quote", "-Dz=2"), words("-Dx=\"open quote\n-Dz=2\n"));
    assertEquals(List.of("-Dx=joined next"), words("-Dx=\"joined \\\n    next\"\n"));
    assertEquals(List.of("-Dx=to the end"), words("-Dx='to the end"));
  }

  @Test
  void a_file_in_a_file_is_none() throws IOException {
    assertEquals(List.of("-cp", "@@other"), words("-cp @other"));
  }

  @Test
  void files_are_looked_for_up_to_the_main_class() throws IOException {
    String file = file("-Dx=1");
    assertEquals(
        List.of("-cp", "-Dx=1", "app.Main", file),
        ArgumentFiles.expand(List.of("-cp", file, "app.Main", file)));
    assertEquals(
        List.of("-cp", "lib", "-Dx=1", "app.Main"),
        ArgumentFiles.expand(List.of("-cp", "lib", file, "app.Main")));
    assertEquals(
        List.of("--disable-@files", file), ArgumentFiles.expand(List.of("--disable-@files", file)));
    String withMain = file("-cp lib app.Main");
    assertEquals(
        List.of("-cp", "lib", "app.Main", withMain),
        ArgumentFiles.expand(List.of(withMain, withMain)));
  }

  @Test
  void what_is_no_file_stays_as_it_is() {
    List<String> words = List.of("@@literal", "@/none/there");
    assertEquals(words, ArgumentFiles.expand(words));
  }
}
