package dev.perennial.config;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/// A configuration file on a web server.
final class HttpSource implements ConfigSource<HttpSource.Options> {
  private static final int LARGEST = 16 << 20;

  @Group("remote_file")
  record Options(
      @Opt(help = "Where the file is.", required = true, secret = true) @Schemes({"http", "https"})
          URI uri,
      @Opt(
              help =
                  "Certificates in PEM form that the server is checked against; otherwise those of the JDK.")
          Optional<Path> caPath,
      @Opt(help = "Certificate in PEM form to show to the server.") Optional<Path> clientCert,
      @Opt(help = "Private key of the certificate, in PEM form (PKCS #8).")
          Optional<Path> clientKey,
      @Opt(help = "Time for the whole answer.", def = "60") @Range(min = 1) Duration timeout) {
    Options {
      if (clientCert.isPresent() != clientKey.isPresent()) {
        throw new OptionConflict("one is of no use without the other", "client_cert", "client_key");
      }
    }
  }

  @Override
  public String driver() {
    return "remote_file";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public List<Value> read(Options options) throws IOException {
    String place = shown(options.uri());
    String text = decoded(fetched(options, place), place);
    Problems problems = new Problems();
    IniFile file = IniReader.read(place, text, Interest.IN_EVERYTHING, problems);
    problems.throwIfAny();
    List<Value> values = new ArrayList<>();
    for (RawValue value : file.values()) {
      OptionKey key = value.key();
      values.add(new Value(key.section(), key.name(), value.text(), value.origin().toString()));
    }
    return values;
  }

  /// Neither user information nor query: both may hold a password.
  private static String shown(URI uri) {
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return uri.getScheme() + "://" + uri.getHost() + port + uri.getPath();
  }

  private static byte[] fetched(Options options, String place) throws IOException {
    HttpClient.Builder builder =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL);
    if (options.caPath().isPresent() || options.clientCert().isPresent()) {
      builder.sslContext(
          PemFiles.context(options.caPath(), options.clientCert(), options.clientKey()));
    }
    HttpRequest request = request(options.uri());
    try (HttpClient client = builder.build()) {
      CompletableFuture<HttpResponse<byte[]>> answer =
          client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST));
      try {
        return body(answer.get(options.timeout().toMillis(), TimeUnit.MILLISECONDS), place);
      } finally {
        answer.cancel(true);
        client.shutdownNow();
      }
    } catch (TimeoutException e) {
      throw new IOException(
          place + ": no complete answer in " + options.timeout().toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw new IOException(place + ": " + reason(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(place + ": interrupted", e);
    }
  }

  /// The client of the JDK passes over user information. It takes the header off again when it is
  /// sent on to another server.
  private static HttpRequest request(URI uri) {
    String user = uri.getUserInfo();
    if (user == null) {
      return HttpRequest.newBuilder(uri).build();
    }
    String bare = uri.toString().replaceFirst(Pattern.quote(uri.getRawUserInfo() + "@"), "");
    String credentials = user.contains(":") ? user : user + ":";
    String encoded =
        Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    return HttpRequest.newBuilder(URI.create(bare))
        .header("Authorization", "Basic " + encoded)
        .build();
  }

  private static byte[] body(HttpResponse<byte[]> response, String place) throws IOException {
    if (response.statusCode() != 200) {
      throw new IOException(place + ": the server answered " + response.statusCode());
    }
    return response.body();
  }

  /// Some exceptions of the HTTP client have no message, only a telling name.
  private static String reason(Throwable cause) {
    Throwable deepest = cause;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String message = deepest.getMessage();
    String name = deepest.getClass().getSimpleName();
    return message == null || message.isBlank() ? name : message + " (" + name + ")";
  }

  private static String decoded(byte[] bytes, String place) throws IOException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new IOException(place + ": is not valid UTF-8", e);
    }
  }
}
