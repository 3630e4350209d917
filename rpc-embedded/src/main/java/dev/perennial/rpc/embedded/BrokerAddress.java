package dev.perennial.rpc.embedded;

import dev.perennial.config.Secret;
import dev.perennial.rpc.DeliveryException;
import dev.perennial.rpc.TransportUrl;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/// How to reach an embedded broker. It stays the same when the broker is started again, as long as
/// its port is free: whoever lost it finds it where it was.
///
/// @param port on the loopback interface
/// @param password of the user [#USER]
record BrokerAddress(int port, Secret password) {

  static final String HOST = "127.0.0.1";
  static final String USER = "perennial";

  private static final int PASSWORD_BYTES = 24;
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rw-------");

  static Secret newPassword() {
    byte[] bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /// The address that a broker has left in a file.
  ///
  /// @throws DeliveryException in words for an operator, if there is none or it cannot be trusted
  static BrokerAddress find(Path file) {
    try {
      return read(file)
          .orElseThrow(() ->
              new DeliveryException(
                  "there is no embedded broker: "
                      + file
                      + " is missing or damaged, which the program with the broker leaves there"));
    } catch (IOException unusable) {
      throw new DeliveryException(
          "the address of the embedded broker: " + unusable.getMessage(), unusable);
    }
  }

  /// The address in a file; nothing if there is no such file, or something else is in it.
  ///
  /// @throws IOException if others may have written it
  static Optional<BrokerAddress> read(Path file) throws IOException {
    Properties properties = new Properties();
    try {
      PrivateDirectory.require(file.resolveSibling(""));
      properties.load(new StringReader(Files.readString(file)));
      int port = Integer.parseInt(properties.getProperty("port", ""));
      String password = properties.getProperty("password", "");
      return port <= 0 || password.isEmpty()
          ? Optional.empty()
          : Optional.of(new BrokerAddress(port, Secret.of(password)));
    } catch (NoSuchFileException | CharacterCodingException | IllegalArgumentException none) {
      return Optional.empty();
    }
  }

  /// Leaves the address in a file that only its owner can read. Readers see the old content or the
  /// new one.
  void write(Path file) throws IOException {
    Path draft = file.resolveSibling("." + file.getFileName() + ".draft");
    Files.deleteIfExists(draft);
    Files.createFile(draft, PosixFilePermissions.asFileAttribute(PRIVATE));
    try {
      Files.writeString(draft, "port=" + port + "\npassword=" + password.reveal() + "\n");
    } catch (IOException unnamed) {
      // Such as that of a full disk, which does not say where.
      Files.deleteIfExists(draft);
      throw new IOException("cannot write " + file + ": " + unnamed.getMessage(), unnamed);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// What a client of RabbitMQ is given to connect.
  TransportUrl url() {
    return TransportUrl.parse(
        "rabbit://" + USER + ":" + password.reveal() + "@" + HOST + ":" + port + "/");
  }
}
