package dev.perennial.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a database is, as operators of Python services write it.
sealed interface DatabaseUrl {

  /// A file. Three slashes lead to a relative path, four to an absolute one.
  record Sqlite(Path file) implements DatabaseUrl {

    @Override
    public Connections connections(DatabaseOptions options) {
      return new SqliteConnection(file);
    }

    @Override
    public String toString() {
      return file.toString();
    }
  }

  /// A server.
  ///
  /// @param address what pgJDBC wants, without user and password
  record Postgresql(String address, Optional<String> user, Optional<String> password)
      implements DatabaseUrl {

    private static final int PORT = 5432;
    private static final int HIGHEST_PORT = 65535;

    // A URI has no host if the name has an underscore, as names of containers often do.
    private static final Pattern AUTHORITY =
        Pattern.compile(
            "(?:(?<login>.*)@)?(?<host>\\[[^]]+]|[^@:,\\[\\]]+)(?::(?<port>\\d{1,5})?)?");

    static Postgresql of(URI uri) {
      String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
      Matcher parts = AUTHORITY.matcher(authority);
      if (!parts.matches() || uri.getPath().length() < 2) {
        throw wrong("needs a host and the name of a database");
      }
      String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      int port = part(parts, "port").map(Postgresql::port).orElse(PORT);
      String[] login = part(parts, "login").map(Postgresql::login).orElseGet(() -> new String[0]);
      return new Postgresql(
          "//" + parts.group("host") + ":" + port + uri.getRawPath() + query,
          login.length > 0 ? Optional.of(login[0]) : Optional.empty(),
          login.length > 1 ? Optional.of(login[1]) : Optional.empty());
    }

    private static Optional<String> part(Matcher parts, String name) {
      return Optional.ofNullable(parts.group(name));
    }

    private static int port(String text) {
      int port = Integer.parseInt(text);
      if (port > HIGHEST_PORT) {
        throw wrong("has a port above " + HIGHEST_PORT);
      }
      return port;
    }

    @Override
    public Connections connections(DatabaseOptions options) {
      return new PostgresqlPool(this, options);
    }

    private static String[] login(String text) {
      String[] parts = text.split(":", 2);
      for (int i = 0; i < parts.length; i++) {
        // A plus sign is itself before the path of a URL.
        parts[i] = URLDecoder.decode(parts[i].replace("+", "%2B"), StandardCharsets.UTF_8);
      }
      return parts;
    }

    @Override
    public String toString() {
      return "postgresql:" + address.replaceFirst("\\?.*", "");
    }
  }

  /// What connects to it, not connected yet.
  Connections connections(DatabaseOptions options);

  /// @throws IllegalArgumentException if it leads to no database; the message has no password
  static DatabaseUrl parse(String text) {
    if (text.startsWith("sqlite:///") && text.length() > "sqlite:///".length()) {
      return new Sqlite(Path.of(text.substring("sqlite:///".length())));
    }
    // Python's URLs may name a driver, as in postgresql+psycopg2.
    if (text.matches("postgresql(\\+\\w+)?://.*")) {
      return Postgresql.of(uri(text));
    }
    throw wrong("begins with neither sqlite:/// and a path nor postgresql://");
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException mistake) {
      // Its message would show the password.
      throw wrong(mistake.getReason() + " at character " + (mistake.getIndex() + 1));
    }
  }

  private static IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(
        "the URL of the database "
            + what
            + "; write it like sqlite:////path/to/file or"
            + " postgresql://user:password@host:5432/name");
  }
}
