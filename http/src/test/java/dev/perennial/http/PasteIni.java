package dev.perennial.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Files of pipelines with factories that tell what they were given.
public final class PasteIni {

  final List<PipelineSettings> seen = new ArrayList<>();

  private final Path directory;
  private final PipelineFactories factories =
      PipelineFactories.builder()
          .app("test:app", this::app)
          .app("egg:Paste#static", this::app)
          .filter("test:filter", this::filter)
          .filterApp("test:filter_app", this::filterApp)
          .composite("test:composite", PasteIni::composite)
          .build();

  PasteIni(Path directory) {
    this.directory = directory;
  }

  Path write(String name, String text) {
    try {
      return Files.writeString(directory.resolve(name), text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  PipelineLoader loader(String text) {
    return PipelineLoader.ofFile(write("api-paste.ini", text), factories);
  }

  PipelineFactories factories() {
    return factories;
  }

  /// What the application answers to a path.
  String answer(String text, String app, String path) {
    return answer(loader(text).loadApp(app), TestRequest.of("GET", path));
  }

  static String answer(Handler app, Request request) {
    try {
      return new String(app.handle(request).content().orElseThrow(), StandardCharsets.UTF_8);
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }

  // Its local settings, and where it was asked.
  private Handler app(PipelineSettings settings) {
    seen.add(settings);
    return request ->
        Response.text(
            200, new TreeMap<>(settings.local()) + request.basePath() + "|" + request.path());
  }

  private Filter filter(PipelineSettings settings) {
    seen.add(settings);
    String name = settings.get("mark").orElse("?");
    return (request, next) -> Response.text(200, name + "(" + text(next.handle(request)) + ")");
  }

  private Handler filterApp(Handler app, PipelineSettings settings) {
    seen.add(settings);
    String name = settings.get("mark").orElse("?");
    return request -> Response.text(200, name + "[" + text(app.handle(request)) + "]");
  }

  private static Handler composite(PipelineParts parts, PipelineSettings settings) {
    return parts.pipeline(PasteResolver.words(settings.require("choose")));
  }

  private static @Nullable String text(Response response) {
    return response.content().map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse(null);
  }

  /// An application by class name.
  public static final class ByClass implements PipelineFactory.OfApp {

    /// As the loader needs it.
    public ByClass() {}

    @Override
    public Handler create(PipelineSettings settings) {
      return request -> Response.text(200, "by class");
    }
  }

  /// A class that cannot be made.
  public static final class Unmade implements PipelineFactory.OfApp {

    /// Fails.
    public Unmade() {
      throw new IllegalStateException("no luck");
    }

    @Override
    public Handler create(PipelineSettings settings) {
      throw new IllegalStateException();
    }
  }
}
