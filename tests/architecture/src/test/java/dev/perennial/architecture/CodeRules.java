package dev.perennial.architecture;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The rules of the text of the project. Each looks at one file and names the lines that break it.
final class CodeRules {

  static final int MOST_LINES = 600;

  // Put together here so that this file does not break its own rules.
  private static final Pattern UNFINISHED = Pattern.compile("\\b(TO" + "DO|FIX" + "ME)\\b");
  private static final Pattern PREVIEW = Pattern.compile("--enable" + "-preview");
  private static final Pattern MACHINE_PATH =
      Pattern.compile(
          "(?<![\\w.})*~-])/(work|root)/"
              + "|(?<![\\w.})*~-])/(home|Users)/\\w"
              + "|\\b[A-Z]:\\\\+Users\\\\");
  private static final Pattern DISABLED = Pattern.compile("^\\s*@(\\w+\\.)*Disabled\\b.*");

  private static final Pattern GLOBAL_CONFIG =
      Pattern.compile("\\bstatic\\b[\\w ]*\\bConfig\\s+\\w+\\s*[;=]");

  private static final String NUMBER_FORM = "%[-0-9,.]*[defg]";
  private static final Pattern LOCAL_DIGITS =
      Pattern.compile(
          "\"(?:[^\"\\\\\n]|\\\\.)*"
              + NUMBER_FORM
              + "(?:[^\"\\\\\n]|\\\\.)*\"[^;]*?\\.formatted\\("
              + "|\\b(?:String\\.format|printf)\\(\\s*\""
              + "|\\{\\d,number");

  private CodeRules() {}

  /// Tests beside the code use settable time; only tests with real processes may sleep.
  static Stream<String> sleepsInUnitTest(TextFile file) {
    boolean isUnitTest = file.isTestSource() && !file.path().startsWith("tests/");
    return isUnitTest && JavaSource.parse(file.text()).sleeps()
        ? Stream.of(file.path() + " sleeps; use a settable Ticker")
        : Stream.empty();
  }

  static Stream<String> disabledWithoutReason(TextFile file) {
    return file.isJava()
        ? lines(file, DISABLED).filter(index -> !reasonAbove(file, index)).mapToObj(file::at)
        : Stream.empty();
  }

  static Stream<String> unfinished(TextFile file) {
    boolean isProse = file.path().toLowerCase(Locale.ROOT).endsWith(".md");
    return isProse ? Stream.empty() : lines(file, UNFINISHED).mapToObj(file::at);
  }

  /// Looks at what builds and starts the project. Java code may name the flag, for it copies
  /// command lines, and cannot use a preview feature unless the build turns it on.
  static Stream<String> preview(TextFile file) {
    boolean isProse = file.path().endsWith(".md");
    return file.isJava() || isProse ? Stream.empty() : lines(file, PREVIEW).mapToObj(file::at);
  }

  static Stream<String> tooLong(TextFile file) {
    return file.isJava() && file.lines().size() > MOST_LINES
        ? Stream.of(file.path() + " has " + file.lines().size() + " lines")
        : Stream.empty();
  }

  static Stream<String> machinePath(TextFile file) {
    return lines(file, MACHINE_PATH).mapToObj(file::at);
  }

  /// Everything is handed its configuration. A program may do as it likes.
  static Stream<String> globalConfig(TextFile file) {
    return file.isJava() && file.path().contains("src/main/java/dev/perennial/")
        ? lines(file, GLOBAL_CONFIG).mapToObj(file::at)
        : Stream.empty();
  }

  /// What reads a log, a metric or an answer knows the digits of ASCII, in every country.
  static Stream<String> localDigits(TextFile file) {
    boolean isProduct =
        file.isJava()
            && file.path().contains("src/main/java/")
            && !file.path().startsWith("benchmarks/");
    return isProduct
        ? LOCAL_DIGITS
            .matcher(file.text())
            .results()
            .map(found ->
                file.path()
                    + " writes numbers in the digits of the country; use %s, or Locale.ROOT: "
                    + found.group().strip())
        : Stream.empty();
  }

  private static IntStream lines(TextFile file, Pattern pattern) {
    List<String> lines = file.lines();
    return IntStream.range(0, lines.size()).filter(i -> pattern.matcher(lines.get(i)).find());
  }

  // Other annotations of the same test may stand between the comment and @Disabled.
  private static boolean reasonAbove(TextFile file, int index) {
    int above = index - 1;
    while (above >= 0 && file.lines().get(above).strip().startsWith("@")) {
      above--;
    }
    return above >= 0 && file.lines().get(above).strip().matches("//+\\s*\\S.*");
  }
}
