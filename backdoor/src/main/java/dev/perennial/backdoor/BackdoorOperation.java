package dev.perennial.backdoor;

import dev.perennial.service.Operation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Tells `perennial console` where the backdoor of this process is, and what can be asked there.
///
/// @param open the backdoor, if this process has one
record BackdoorOperation(Supplier<Optional<Backdoor>> open) implements Operation {

  static final String NAME = "backdoor";

  @Override
  public Optional<List<Map<String, Object>>> perform(List<String> arguments) {
    Backdoor backdoor =
        open.get()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "this process has no backdoor; set backdoor_socket in [DEFAULT], or see in its"
                        + " log why it could not be opened"));
    Map<String, Object> row = new LinkedHashMap<>();
    switch (backdoor.address()) {
      case BackdoorAddress.Port(int number) -> row.put("port", number);
      case BackdoorAddress.SocketFile(var path) ->
          row.put("socket", path.toAbsolutePath().toString());
    }
    row.put("commands", backdoor.commands().stream().map(BackdoorOperation::call).toList());
    return Optional.of(List.of(row));
  }

  // As it is typed without an argument.
  private static String call(Command command) {
    return command.form().replaceFirst("([^,( ]+(\\(\\))?).*", "$1");
  }
}
