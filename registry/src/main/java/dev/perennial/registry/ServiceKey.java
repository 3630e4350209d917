package dev.perennial.registry;

/// What tells services apart: several processes of one binary on one host are one service.
///
/// @param host as in the option `host`
/// @param binary the program, such as `orchestrator-conductor`
public record ServiceKey(String host, String binary) {

  @Override
  public String toString() {
    return binary + " on " + host;
  }
}
