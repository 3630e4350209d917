package dev.perennial.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.config.ConfigException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

  @Test
  void four_slashes_lead_to_an_absolute_path_and_three_to_a_relative_one() {
    assertEquals(
        new DatabaseUrl.Sqlite(Path.of("/var/lib/x.db")),
        DatabaseUrl.parse("sqlite:////var/lib/x.db"));
    assertEquals(
        new DatabaseUrl.Sqlite(Path.of("lib/x.db")), DatabaseUrl.parse("sqlite:///lib/x.db"));
  }

  @Test
  void user_and_password_are_taken_out_of_the_url_of_a_server() {
    assertEquals(
        new DatabaseUrl.Postgresql(
            "//db.example:5433/nova?sslmode=require", Optional.of("a b"), Optional.of("p@ss+word")),
        DatabaseUrl.parse("postgresql://a%20b:p%40ss+word@db.example:5433/nova?sslmode=require"));
  }

  @Test
  void the_driver_in_a_url_of_python_does_not_matter_and_the_port_has_a_default() {
    assertEquals(
        new DatabaseUrl.Postgresql("//[::1]:5432/nova", Optional.empty(), Optional.empty()),
        DatabaseUrl.parse("postgresql+psycopg2://[::1]/nova"));
  }

  @Test
  void the_name_of_a_host_may_have_an_underscore() {
    assertEquals(
        new DatabaseUrl.Postgresql("//my_db:5433/x", Optional.of("u"), Optional.of("p@:_")),
        DatabaseUrl.parse("postgresql://u:p%40:_@my_db:5433/x"));
    assertEquals("postgresql://my_db:5432/x", DatabaseUrl.parse("postgresql://my_db/x").toString());
  }

  @Test
  void it_is_shown_without_password() {
    DatabaseUrl url = DatabaseUrl.parse("postgresql://user:hidden@db/nova?password=hidden");
    assertEquals("postgresql://db:5432/nova", url.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sqlite://",
        "sqlite:///",
        "mysql://user:hidden@db/nova",
        "postgresql://user:hidden@db",
        "postgresql://user:hid den@db/nova",
        "postgresql://user:hidden@/nova",
        "postgresql://user:hidden@db:65536/nova",
        "postgresql://user:hidden@db:name/nova",
        "postgresql://user:hidden@one,two/nova"
      })
  void a_url_that_leads_to_no_database_is_refused_without_showing_the_password(String url) {
    ConfigException refused =
        assertThrows(
            ConfigException.class,
            () -> Config.of(DatabaseOptions.class).set("connection", url).build());
    assertTrue(refused.errors().toString().contains("URL of the database"), refused::toString);
    assertFalse(refused.errors().toString().contains("hid"), refused::toString);
  }
}
