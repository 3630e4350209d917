package dev.perennial.tests.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Certificates made by `openssl`: an authority, a broker that calls itself `localhost` and nothing
/// else, a client, one with the name of a user of the broker, and an authority that vouches for
/// none of them.
record BrokerCertificates(Path directory) {

  static BrokerCertificates make(Path directory) throws IOException, InterruptedException {
    BrokerCertificates made = new BrokerCertificates(directory);
    made.issue("ca", List.of());
    made.issue("stranger", List.of());
    made.issue("broker", List.of("-addext", "subjectAltName=DNS:localhost"));
    made.issue("client", List.of("-addext", "extendedKeyUsage=clientAuth"));
    made.issue("guest", List.of("-addext", "extendedKeyUsage=clientAuth"));
    return made;
  }

  Path certificate(String name) {
    return directory.resolve(name + ".pem");
  }

  Path key(String name) {
    return directory.resolve(name + ".key");
  }

  private void issue(String name, List<String> more) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of("openssl", "req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=" + name));
    command.addAll(List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"));
    command.addAll(List.of("-keyout", key(name).toString(), "-out", certificate(name).toString()));
    if (!more.isEmpty()) {
      command.addAll(List.of("-CA", certificate("ca").toString(), "-CAkey", key("ca").toString()));
      command.addAll(List.of("-addext", "basicConstraints=CA:FALSE"));
      command.addAll(more);
    }
    Path output = directory.resolve("openssl.out");
    Process openssl =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!openssl.waitFor(60, TimeUnit.SECONDS) || openssl.exitValue() != 0) {
      throw new IOException("openssl: " + Files.readString(output));
    }
  }
}
