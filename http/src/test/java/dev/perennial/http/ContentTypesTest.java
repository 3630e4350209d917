package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentTypesTest {

  private static Request get(String path, String header, String value) {
    return new TestRequest("GET", path, Map.of(header, value), "");
  }

  private static Request accepting(String ranges) {
    return get("/x", "Accept", ranges);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /x.json    | Accept       | text/plain
          /x.invalid | X-Unrelated  | nothing
          /x         | Content-Type | application/json; charset=UTF-8
          /x         | Content-Type | text/html
          /x         | Content-Type | application/new-type;
          /x         | Accept       | application/unsupported1
          /x         | Accept       | 'application/json; q=0.3, '
          /x         | Accept       | 'application/json; q=0.3, application/zip; q=0.2'
          /x         | Accept       | '*/*'
          """)
  void tacker_answers_in_json_when_in_doubt(String path, String header, String value) {
    assertEquals("application/json", ContentTypes.bestMatch(get(path, header, value)));
  }

  @ParameterizedTest
  @CsvSource({
    "Content-Type, application/zip, application/zip",
    "Content-Type, APPLICATION/ZIP, application/zip",
    "Accept, text/plain, text/plain",
    "Accept, text/*, text/plain",
    "Accept, 'application/json;q=0.3, application/zip;q=0.9', application/zip",
  })
  void tacker_answers_in_another_form_if_that_is_asked_for(
      String header, String value, String type) {
    assertEquals(type, ContentTypes.bestMatch(get("/x", header, value)));
  }

  @Test
  void the_body_of_a_request_says_more_than_what_it_accepts() {
    Map<String, String> headers =
        Map.of("Content-Type", "application/zip", "Accept", "application/json");
    assertEquals(
        "application/zip", ContentTypes.bestMatch(new TestRequest("POST", "/x", headers, "")));
  }

  @Test
  void a_client_that_names_nothing_gets_the_first_form() {
    assertEquals("text/csv", ContentTypes.accepted(TestRequest.of("GET", "/x"), "text/csv"));
  }

  @ParameterizedTest
  @CsvSource({
    "text/csv, text/csv",
    "'*/*', application/json",
    "'text/csv, application/json', application/json",
    "'text/csv, application/json;q=0.5', text/csv",
    "'application/json;q=0, */*', text/csv",
    "'text/*;q=0.9, */*;q=0.1', text/csv",
    "'TEXT/CSV', text/csv",
  })
  void the_best_form_for_the_client_is_taken(String accept, String type) {
    assertEquals(type, ContentTypes.accepted(accepting(accept), "application/json", "text/csv"));
  }

  @Test
  void a_client_that_reads_none_of_the_forms_is_told_which_there_are() {
    HttpError refusal =
        assertThrows(
            HttpError.class,
            () -> ContentTypes.accepted(accepting("image/png, text/csv;q=0"), "text/csv"));
    assertEquals(406, refusal.status());
    assertEquals("there is only text/csv here", refusal.detail());
  }
}
