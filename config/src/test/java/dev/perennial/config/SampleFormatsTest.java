package dev.perennial.config;

import static dev.perennial.config.TestProvider.provider;
import static dev.perennial.config.TestProvider.select;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// The sample in forms that are no file; the ids are those of the upstream cases.
class SampleFormatsTest {

  @Group(value = "g", help = "Is it: yes?")
  record Tree(
      @Opt(help = "Two\nlines.", def = "1", was = "DEFAULT/old")
          @OneOf({"1", "2"})
          @Range(min = 0.5, max = 5)
          @DeprecatedForRemoval(since = "2.0", reason = "bad")
          int a) {}

  @Test
  void yaml_and_json_have_the_attributes_of_every_option() { // G26
    OptionProvider provider = provider("test", Tree.class);
    assertEquals(
        """
        deprecated_options:
          DEFAULT:
          - name: old
            replacement_group: g
            replacement_name: a
        generator_options:
          format_: yaml
          minimal: false
          namespace:
          - test
          summarize: false
          wrap_width: 70
        options:
          DEFAULT:
            driver_option: ""
            driver_opts: {}
            dynamic_group_owner: ""
            help: ""
            opts: []
            standard_opts: []
            title: ""
          g:
            driver_option: ""
            driver_opts: {}
            dynamic_group_owner: ""
            help: "Is it: yes?"
            opts:
            - advanced: false
              choices:
              - - "1"
                - null
              - - "2"
                - null
              default: 1
              deprecated_for_removal: true
              deprecated_opts:
              - group: DEFAULT
                name: old
              deprecated_reason: bad
              deprecated_since: "2.0"
              dest: a
              help: "Two\\nlines."
              item_type: integer value
              max: 5
              max_length: null
              metavar: null
              min: 0.5
              min_length: 0
              mutable: false
              name: a
              namespace: test
              positional: false
              regex: null
              required: false
              sample_default: null
              secret: false
              short: null
              type: integer value
            standard_opts:
            - a
            title: g options
        """,
        select(provider).sample(SampleFormat.YAML, SampleLayout.COMPLETE));
    String json = select(provider).sample(SampleFormat.JSON, SampleLayout.COMPLETE);
    assertTrue(json.contains("\"help\": \"Two\\nlines.\""), json);
    assertTrue(json.contains("\"choices\": ["), json);
    assertTrue(json.contains("\"opts\": []"), json);
  }

  @Test
  void rst_has_a_chapter_for_each_section_and_an_anchor_for_each_namespace() {
    assertEquals(
        """
        g
        =

        .. oslo.config:group:: g

          Is it: yes?

        .. _test-g:

        From test
        ---------

        .. oslo.config:option:: a

          :Type: integer value
          :Default: ``1``
          :Minimum Value: 0.5
          :Maximum Value: 5
          :Valid Values: ``1``, ``2``

          Two
          lines.

          Old names, which still work:

          * ``[DEFAULT]`` ``old``

          .. warning::
             This option will be removed (announced in 2.0).
             bad
        """,
        select(provider("test", Tree.class)).sample(SampleFormat.RST, SampleLayout.COMPLETE));
  }
}
