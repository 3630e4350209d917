package dev.perennial.http;

import dev.perennial.config.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Puts applications together as a file in the format of PasteDeploy says, usually `api-paste.ini`.
///
/// ```ini
/// [composite:orchestrator]
/// use = egg:Paste#urlmap
/// /v1 = api
///
/// [pipeline:api]
/// pipeline = cors authtoken apiv1
///
/// [filter:cors]
/// paste.filter_factory = oslo_middleware.cors:filter_factory
/// allowed_origin = https://dashboard.example.org
/// ```
///
/// The names of factories are aliases or classes, see [PipelineFactories]. Everything that the
/// format has is understood: sections of all kinds, `use`, `set`, `get`, `filter-with`,
/// `filter-app`, `[DEFAULT]`, `%(here)s` and references to other files. `require` has no meaning.
///
/// The file is read when the loader is made, and a loader is used once, by one thread.
public final class PipelineLoader {

  private final Path path;
  private final PasteResolver resolver;

  private PipelineLoader(Path path, PipelineFactories factories) {
    PasteReferences references = new PasteReferences(factories);
    this.path = path;
    this.resolver = PasteResolver.of(references.file(path), Map.of(), references);
  }

  /// A loader of the file that `api_paste_config` names. If that is no absolute path, it is looked
  /// for as [Config#findFile(String)] says.
  ///
  /// @param config must have [PasteOptions] among its groups
  /// @param factories what the names of factories stand for
  /// @return the loader
  /// @throws ConfigNotFoundException if there is no such file
  /// @throws PipelineException if it cannot be read or understood, with all that is wrong in it
  public static PipelineLoader of(Config config, PipelineFactories factories) {
    String name = config.get(PasteOptions.class).apiPasteConfig();
    Path found = config.findFile(name).orElseThrow(() -> new ConfigNotFoundException(name));
    return new PipelineLoader(found.toAbsolutePath().normalize(), factories);
  }

  /// A loader of a certain file.
  ///
  /// @param file the file
  /// @param factories what the names of factories stand for
  /// @return the loader
  /// @throws ConfigNotFoundException if there is no such file
  /// @throws PipelineException if it cannot be read or understood, with all that is wrong in it
  public static PipelineLoader ofFile(Path file, PipelineFactories factories) {
    if (!Files.exists(file)) {
      throw new ConfigNotFoundException(file.toString());
    }
    return new PipelineLoader(file.toAbsolutePath().normalize(), factories);
  }

  /// The file.
  ///
  /// @return its absolute path
  public Path path() {
    return path;
  }

  /// Makes an application.
  ///
  /// @param name its section, without the kind
  /// @return answers requests
  /// @throws PasteAppNotFoundException if a section that it needs is missing, ambiguous or does not
  ///   say what it is made by
  /// @throws PipelineException if a factory is not there, or cannot use its section
  public Handler loadApp(String name) {
    try {
      return resolved(name).app();
    } catch (PasteLookup failure) {
      throw new PasteAppNotFoundException(name, path, failure);
    }
  }

  /// Looks whether an application could be made, as far as that shows without making it: all that
  /// the file refers to is there, and what this library itself makes can be made of its section.
  /// Composites are called, for they say what is needed; other factories are not, because what they
  /// make may reach out.
  ///
  /// @param name its section, without the kind
  /// @throws PipelineException as [#loadApp(String)] would
  public void check(String name) {
    try {
      resolved(name).check();
    } catch (PasteLookup failure) {
      throw new PasteAppNotFoundException(name, path, failure);
    }
  }

  private PasteNode resolved(String name) {
    return resolver.resolve(
        PasteKind.APP, name, new PasteOrigin(Map.of(), PastePlace.whole(path), PasteTrail.START));
  }
}
