package dev.perennial.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What can be declared and what cannot. The numbers are those of
/// `docs/design/config-differences.md`.
class DeclarationCasesTest {

  @Group
  record T020(@Opt @OneOf("a") @Matches("a") Optional<String> a) {}

  @Group
  record T038(@Opt @OneOf({"50", "60"}) @Range(max = 10) Optional<Integer> a) {}

  @Group
  record T039(@Opt @Range(min = -1, max = -2) Optional<Integer> a) {}

  @Group
  record T046(@Opt @Range(min = 1.5, max = 1.25) Optional<Double> a) {}

  @Group
  record T097(@Opt(form = TextForm.PORT) @OneOf({"80", "65536"}) Optional<Integer> a) {}

  @Group
  record T098(@Opt(form = TextForm.PORT) @Range(max = 65537) Optional<Integer> a) {}

  @Group
  record T098Below(@Opt(form = TextForm.PORT) @Range(min = -1) Optional<Integer> a) {}

  @Group
  record F19(@Opt(def = "word") double a) {}

  @Group
  record F22(@Opt(def = "1,bar") List<Integer> a) {}

  @Group
  record F36(@Opt(def = "c") @OneOf({"a", "b"}) String a) {}

  @Group
  record D22(@Opt(def = "1,x", multi = true) List<Integer> a) {}

  @Group
  record Length1(@Opt(def = "1") @Length(max = 1) int a) {}

  @Group
  record Length2(@Opt(def = "") @Length(min = 2, max = 1) String a) {}

  @Group
  record BadPattern(@Opt(def = "") @Matches("(") String a) {}

  @Group
  record SizeOfText(@Opt(def = "") @Size(max = 1) String a) {}

  @Group
  record SizeOfMulti(@Opt(multi = true) @Size(max = 1) List<String> a) {}

  @Group
  record HalfHelp(
      @Opt(def = "a")
          @OneOf(
              value = {"a", "b"},
              help = "first")
          String a) {}

  @Group
  record PortOfText(@Opt(def = "1", form = TextForm.PORT) String a) {}

  @Group
  record HostOfNumber(@Opt(def = "1", form = TextForm.HOST_NAME) int a) {}

  @Group
  record OwnOldName(@Opt(def = "1", was = "a") int a) {}

  @Group
  record EmptyOldName(@Opt(def = "1", was = "/a") int a) {}

  @Group
  record LetterH(@Opt(def = "1", letter = 'h') int a) {}

  @Group
  record CommaMap(@Opt(separator = ',') Map<String, String> a) {}

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "T020 | @Matches and @OneOf exclude each other",
        "T038 | a value of @OneOf is above the maximum of 10",
        "T039 | @Range has a minimum above its maximum",
        "T046 | @Range has a minimum above its maximum",
        "T097 | a value of @OneOf is above the maximum of 65535",
        "T098 | @Range is wider than the type",
        "T098Below | @Range is wider than the type",
        "F19 | the default 'word' is not a number",
        "F22 | the default '1,bar' has item 2, which is not an integer",
        "F36 | the default 'c' is not one of a, b",
        "D22 | the default '1,x' has item 2, which is not an integer",
        "Length1 | @Length and @Matches are for texts",
        "Length2 | @Length has a minimum below 0 or above its maximum",
        "BadPattern | @Matches is no regular expression: Unclosed group",
        "SizeOfText | @Size is for a List between commas or a Map",
        "SizeOfMulti | @Size is for a List between commas or a Map",
        "HalfHelp | @OneOf explains some of its values and not all",
        "PortOfText | PORT is no form of java.lang.String",
        "HostOfNumber | HOST_NAME is no form of int",
        "OwnOldName | 'a' is no old name: write name, section/name or section/",
        "EmptyOldName | '/a' is no old name: write name, section/name or section/",
        "LetterH | 'h' cannot be its letter",
        "CommaMap | a Map has keys of type String and no comma as separator",
      })
  void is_refused(String record, String reason) throws ClassNotFoundException { // F18
    Class<? extends Record> type =
        Class.forName(DeclarationCasesTest.class.getName() + "$" + record).asSubclass(Record.class);
    var refusal = assertThrows(IllegalArgumentException.class, () -> GroupSpec.of(type));
    assertEquals(type.getName() + ".a: " + reason, refusal.getMessage());
  }

  @Group(value = "all", title = "All of it", help = "Everything.")
  record Everything(
      @Opt(
              help = "A word.",
              def = "b",
              sampleDefault = "a",
              mutable = true,
              advanced = true,
              metavar = "W",
              letter = 'w',
              was = {"former", "old/", "older/word"})
          @OneOf(
              value = {"a", "b"},
              help = {"the first", "the second"})
          @DeprecatedForRemoval(since = "2", reason = "why")
          String word,
      @Opt(required = true) Secret key,
      @Opt @Schemes("http") @Length(max = 9) List<URI> uris) {}

  @Test
  void a_declaration_can_be_read_by_tools() {
    GroupSpec group = GroupSpec.of(Everything.class);
    assertEquals(
        "all All of it Everything.", group.section() + " " + group.title() + " " + group.help());
    OptionSpec word = group.options().getFirst();
    assertEquals(Optional.of("a"), word.sampleDefault());
    assertEquals(Optional.of(new Removal("2", "why")), word.removal());
    assertEquals(
        List.of(new Choice("a", "the first"), new Choice("b", "the second")),
        word.rules().choices());
    assertEquals(
        List.of(
            new OptionKey("all", "former"),
            new OptionKey("old", "word"),
            new OptionKey("older", "word")),
        word.oldNames());
    assertEquals(new CommandLineForm(Optional.of('w'), false, "W"), word.commandLine());
    assertTrue(word.advanced() && word.mutable() && !word.required() && !word.secret());
    assertTrue(group.options().get(1).secret() && group.options().get(1).required());
    OptionSpec uris = group.options().get(2);
    assertEquals(new UriType(List.of("http")), uris.type().scalar());
    assertEquals(new Count(0, 9), uris.rules().length());
  }

  @ParameterizedTest
  @CsvSource({
    "text, string value",
    "bool, boolean value",
    "whole, integer value",
    "real, floating point value",
    "port, port value",
    "list, list value",
    "range, range value",
    "dict, dict value",
    "ip, IP address value",
    "host_name, hostname value",
    "host_address, host address value",
    "host_domain, host domain value",
    "uri, uri value",
  })
  void types_have_the_names_that_samples_show(String option, String name) { // G37
    OptionSpec spec =
        GroupSpec.of(Kinds.class).options().stream()
            .filter(o -> o.key().name().equals(option))
            .findFirst()
            .orElseThrow();
    assertEquals(name, spec.typeDescription());
  }

  @Group("g")
  record One(@Opt(def = "a") @OneOf({"a", "b"}) String x, @Opt @Matches("^a") Optional<String> y) {}

  @Group("g")
  record Same(
      @Opt(def = "a") @OneOf({"a", "b"}) String x, @Opt @Matches("^a") Optional<String> y) {}

  @Group("g")
  record OtherHelp(@Opt(def = "a", help = "h") @OneOf({"a", "b"}) String x) {}

  @Group("g")
  record OtherRule(@Opt @Matches("^b") Optional<String> y) {}

  @Test
  void equal_declarations_are_equal_and_others_are_not() { // T012, T014, T015, T093, L09, R17
    assertEquals(GroupSpec.of(One.class).options(), GroupSpec.of(Same.class).options());
    assertNotEquals(
        GroupSpec.of(One.class).options().get(0), GroupSpec.of(OtherHelp.class).options().get(0));
    assertNotEquals(
        GroupSpec.of(One.class).options().get(1), GroupSpec.of(OtherRule.class).options().get(0));
  }

  @Group("Grp")
  record Capital(@Opt(def = "1") int conf, @Opt(def = "2") int group) {}

  @Test
  void groups_are_the_same_in_any_letter_case() { // R22 to R24
    Capital capital = Config.of(Capital.class).set("conf", "5").set("group", "6").build();
    assertEquals(new Capital(5, 6), capital);
    assertEquals("grp", GroupSpec.of(Capital.class).section());
    assertEquals("grp options", GroupSpec.of(Capital.class).title());
  }
}
