package dev.perennial.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeclarationTest {

  record NoGroup(@Opt(def = "1") int a) {}

  @Group
  record NoOpt(int a) {}

  @Group
  record NoDefault(@Opt int a) {}

  @Group
  record NoTextDefault(@Opt String a) {}

  @Group
  record BadDefault(@Opt(def = "x") int a) {}

  @Group
  record DefaultOutside(@Opt(def = "9") @Range(max = 8) int a) {}

  @Group
  record TurnedRange(@Opt(def = "9") @Range(min = 9, max = 8) int a) {}

  @Group
  record RangeOfText(@Opt(def = "9") @Range(min = 9) String a) {}

  @Group
  record ChoiceOutside(@Opt(def = "50") @OneOf({"50", "60"}) @Range(min = 55) int a) {}

  @Group
  record MultiText(@Opt(def = "", multi = true) String a) {}

  @Group
  record StrangeType(@Opt Thread a) {}

  @Group
  record StrangeItem(@Opt List<Optional<String>> a) {}

  @Group
  record StrangeKey(@Opt Map<Integer, String> a) {}

  @Group
  record Reserved(@Opt(def = "") String configFile) {}

  @Group
  record BadName(@Opt(def = "", name = "_a") String a) {}

  @Group
  record Twice(@Opt(def = "1", name = "a") int a, @Opt(def = "1", name = "a") int b) {}

  @Group("default")
  record SmallDefault(@Opt(def = "1") int a) {}

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "NoGroup | has no @Group",
        "NoOpt | a: has no @Opt",
        "NoDefault | a: needs a default, or required = true, or an Optional type",
        "NoTextDefault | a: needs a default",
        "BadDefault | a: the default 'x' is not an integer",
        "DefaultOutside | a: the default '9' is above the maximum of 8",
        "TurnedRange | a: @Range has a minimum above its maximum",
        "RangeOfText | a: @Range is for numbers",
        "ChoiceOutside | a: a value of @OneOf is below the minimum of 55",
        "MultiText | a: multi is for a List",
        "StrangeType | a: has a type that is no option type: java.lang.Thread",
        "StrangeItem | a: has a type that is no option type: java.util.Optional",
        "StrangeKey | a: a Map has keys of type String",
        "Reserved | configFile: the name config_file is reserved",
        "BadName | a: '_a' is no name for an option",
        "Twice | declares [DEFAULT] a twice",
        "SmallDefault | 'default' is no section, write \"DEFAULT\"",
      })
  void is_refused(String record, String reason) throws ClassNotFoundException { // R21
    Class<? extends Record> type =
        Class.forName(DeclarationTest.class.getName() + "$" + record).asSubclass(Record.class);
    var refusal = assertThrows(IllegalArgumentException.class, () -> GroupSpec.of(type));
    assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
    assertTrue(refusal.getMessage().contains(record), refusal.getMessage());
  }

  @Group
  record Debug(@Opt(def = "false", help = "x") boolean debug) {}

  @Group
  record SameDebug(@Opt(def = "false", help = "x") boolean debug, @Opt(def = "1") int other) {}

  @Group
  record OtherDebug(@Opt(def = "true", help = "x") boolean debug) {}

  @Test
  void equal_declarations_of_one_option_merge() {
    Config config =
        Config.forTesting(Debug.class, SameDebug.class).set("DEFAULT", "debug", "yes").build();
    assertTrue(config.get(Debug.class).debug());
    assertTrue(config.get(SameDebug.class).debug());
  }

  @Test
  void unequal_declarations_are_refused_naming_both() {
    ConfigBuilder builder = Config.program("p").groups(Debug.class);
    var refusal =
        assertThrows(IllegalArgumentException.class, () -> builder.groups(OtherDebug.class));
    assertTrue(refusal.getMessage().contains("DeclarationTest$Debug"), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("DeclarationTest$OtherDebug"), refusal.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "a,a",
    "maxPoolSize,max_pool_size",
    "httpURL,http_url",
    "URLPath,url_path",
    "ipv6Address,ipv6_address",
    "log4Path,log4_path"
  })
  void names_become_snake_case(String component, String option) {
    assertEquals(option, Declaration.snakeCase(component));
  }

  @Group("a")
  record GroupA(@Opt(def = "1") int bC) {}

  @Group("a_b")
  record GroupAb(@Opt(def = "1") int c) {}

  @Test
  void two_options_with_one_argument_are_refused() {
    ConfigBuilder builder = Config.program("p").environment(Map.of());
    builder.groups(GroupA.class, GroupAb.class);
    var refusal = assertThrows(IllegalArgumentException.class, () -> builder.load(new String[0]));
    assertEquals("argument --a-b-c would belong to [a] b_c and to [a_b] c", refusal.getMessage());
  }
}
