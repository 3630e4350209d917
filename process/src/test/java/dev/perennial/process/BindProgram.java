package dev.perennial.process;

import dev.perennial.service.ListenAddress;
import java.io.IOException;
import java.nio.file.Path;

/// Tries to listen on each of its arguments, a port or a path, and says what came of it.
final class BindProgram {

  private BindProgram() {}

  public static void main(String[] arguments) {
    for (String argument : arguments) {
      ListenAddress address =
          argument.startsWith("/")
              ? ListenAddress.unix(Path.of(argument))
              : ListenAddress.tcp("127.0.0.1", Integer.parseInt(argument));
      try {
        ListeningSocket.bind(address).close();
        System.out.println("bound");
      } catch (IOException refused) {
        System.out.println(refused.getMessage());
      }
    }
  }
}
