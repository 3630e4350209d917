package dev.perennial.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The checker; the ids are those of the upstream cases.
class CheckTest {

  @TempDir Path directory;
  private ProgramOnDisk disk;
  private OptionSelection selection;

  @Group("api")
  record Api(
      @Opt(
              def = "1",
              was = {"old_port", "DEFAULT/api_port"})
          @Range(min = 1, max = 9)
          int port,
      @Opt(def = "a") @OneOf({"a", "b"}) String mode,
      @Opt(def = "x") @DeprecatedForRemoval(reason = "It does nothing.") String gone,
      @Opt(def = "$port/x", name = "foo-bar") String fooBar) {}

  @Group("login")
  record Login(@Opt(required = true) String user, @Opt Optional<Secret> password) {}

  @BeforeEach
  void select() {
    disk = new ProgramOnDisk(directory);
    selection =
        new OptionSelection(
            Map.of("test", List.of(GroupSpec.of(Api.class), GroupSpec.of(Login.class))));
  }

  private ConfigCheck check(String text, String... leftAlone) {
    Path file = disk.file("x.conf", text);
    return selection.check(List.of("--config-file=" + file), List.of(leftAlone));
  }

  private List<String> errors(ConfigCheck check) {
    return check.errors().stream().map(e -> e.toString().replace(directory + "/", "")).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          V01; port = 2                    ;
          V01; foo_bar = 2                 ;
          V01; foo-bar = 2                 ; x.conf:4:1: unknown option 'foo-bar' in [api] (write foo_bar)
          V03; prot = 2                    ; x.conf:4:1: unknown option 'prot' in [api] (did you mean port?)
          V07; port = two                  ; x.conf:4:8: [api] port: 'two' is not an integer
          V07; port = 10                   ; x.conf:4:8: [api] port: '10' is above the maximum of 9
          V07; mode = c                    ; x.conf:4:8: [api] mode: 'c' is not one of a, b
          V09; port                        ; x.conf:4:1: neither '=' nor ':' in the line that starts with 'port'
          """)
  void each_mistake_has_its_place_and_advice(String id, String line, String error) {
    ConfigCheck check = check("[login]|user = u|[api]|" + line);
    assertEquals(error == null ? List.of() : List.of(error), errors(check));
    assertEquals(error == null, check.config().isPresent());
  }

  @Test
  void a_section_in_another_letter_case_is_the_same_section() { // V06
    assertEquals(List.of(), errors(check("[LOGIN]|user = u|[Api]|port = 3")));
  }

  @Test
  void an_unknown_section_is_an_error_unless_it_is_left_alone() { // V03, V08
    String text = "[login]|user = u|[keystone_authtoken]|anything = 1";
    assertEquals(List.of("x.conf:3:1: unknown section [keystone_authtoken]"), errors(check(text)));
    assertEquals(List.of(), errors(check(text, "keystone_authtoken")));
  }

  @Test
  void all_mistakes_are_found_at_once() {
    assertEquals(3, check("[api]|port = x|mode = y").errors().size());
  }

  @Test
  void an_old_name_and_an_option_that_will_go_are_warnings() { // V01
    ConfigCheck check = check("[login]|user = u|[api]|old_port = 2|gone = 1");
    assertEquals(List.of(), errors(check));
    assertEquals(2, check.warnings().size(), check.warnings()::toString);
    assertTrue(check.warnings().getFirst().contains("old_port"), check.warnings()::toString);
    assertTrue(check.warnings().getLast().contains("It does nothing"), check.warnings()::toString);
  }

  @Test
  void a_secret_is_in_no_error() {
    String text = "[login]|user = u|password = hunter2|[api]|mode = $login.password";
    assertFalse(check(text).errors().toString().contains("hunter2"));
    assertEquals(1, check(text).errors().size());
  }

  @Group("vault")
  record Vault(
      @Opt(required = true, secret = true) @Schemes("https") URI uri,
      @Opt(secret = true, multi = true) List<Integer> pins,
      @Opt(def = "none") String made,
      @Opt(def = "1") int open) {
    Vault {
      if (pins.isEmpty()) {
        throw new OptionConflict("no pin", "pins");
      }
    }
  }

  private ConfigCheck checkVault(String text, Optional<String> credentials) {
    Path file = disk.file("x.conf", text);
    return new OptionSelection(Map.of("test", List.of(GroupSpec.of(Vault.class))))
        .check(List.of("--config-file=" + file), List.of(), credentials);
  }

  private static final String CREDENTIALS =
      "[vault]|uri = https://u:${credential:db}@h/|pins = 1|pins = ${credential:pin}"
          + "|made = x$uri|open = 2";

  @Test
  void credentials_that_are_not_here_are_warnings() {
    ConfigCheck check = checkVault(CREDENTIALS, Optional.empty());
    assertEquals(List.of(), errors(check));
    assertEquals(
        List.of(
            "x.conf:2:7: [vault] uri: credentials are not known here, the value is not checked"
                + " (CREDENTIALS_DIRECTORY names their directory)",
            "x.conf:4:8: [vault] pins: credentials are not known here, the value is not checked"
                + " (CREDENTIALS_DIRECTORY names their directory)"),
        check.warnings().stream().map(w -> w.replace(directory + "/", "")).toList());
    assertEquals(
        List.of("made = ****", "open = 2", "pins = ****", "uri = ****"),
        check.config().orElseThrow().options().stream()
            .map(state -> state.name() + " = " + state.text())
            .toList());
  }

  @Test
  void mistakes_beside_an_unknown_credential_are_still_found() {
    String text = CREDENTIALS + "x|made = ${credential:../x}|pins = ${credential:../x}";
    assertEquals(
        List.of(
            "x.conf:8:8: [vault] pins: the secret in a file: '../x' is no name of a credential",
            "x.conf:6:8: [vault] open: '2x' is not an integer"),
        errors(checkVault(text, Optional.empty())));
  }

  @Test
  void two_secret_files_side_by_side_are_known() {
    Path user = disk.file("user", "ann");
    Path password = disk.file("password", "pw");
    String uri = "uri = https://${file:" + user + "}${file:" + password + "}@h/";
    ConfigCheck check = checkVault("[vault]|pins = 1|" + uri, Optional.empty());
    assertEquals(List.of(), errors(check));
    assertEquals(List.of(), check.warnings());
  }

  @Test
  void credentials_that_are_here_are_read() {
    disk.file("credentials/db", "hunter2");
    disk.file("credentials/pin", "many");
    assertEquals(
        List.of("x.conf:4:8: [vault] pins: the secret value is not an integer"),
        errors(checkVault(CREDENTIALS, Optional.of(directory + "/credentials"))));
  }

  @Test
  void what_would_be_in_force_is_shown_with_what_it_hides() {
    disk.file("y.conf", "[api]|port = 1|[login]|password = hunter3");
    Path first = disk.file("x.conf", "[api]|port = 2|[login]|user = u|password = hunter2");
    ConfigCheck check =
        selection.check(
            List.of("--config-file=" + first, "--config-file=" + directory.resolve("y.conf")),
            List.of());
    List<OptionState> states = check.config().orElseThrow().options();
    assertEquals(
        List.of("foo_bar", "gone", "mode", "port", "password", "user"),
        states.stream().map(OptionState::name).toList());
    OptionState port = states.get(3);
    assertEquals("1", port.text());
    assertTrue(port.isDefault());
    assertEquals(
        List.of(
            new OptionState.Hidden("2", new Origin.InFile(first.toString(), 2, 8)),
            new OptionState.Hidden("1", new Origin.Default())),
        port.hidden());
    assertEquals("1/x", states.getFirst().text());
    assertFalse(states.toString().contains("hunter"), states::toString);
  }
}
