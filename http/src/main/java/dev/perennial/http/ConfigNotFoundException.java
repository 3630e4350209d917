package dev.perennial.http;

/// The file that `api_paste_config` names is nowhere to be found.
public final class ConfigNotFoundException extends PipelineException {

  private static final long serialVersionUID = 1;

  private final String path;

  ConfigNotFoundException(String path) {
    super(
        "api_paste_config: no file '"
            + path
            + "' in the directories of the configuration; name it by its whole path");
    this.path = path;
  }

  /// The file as the option names it.
  ///
  /// @return the path
  public String path() {
    return path;
  }
}
