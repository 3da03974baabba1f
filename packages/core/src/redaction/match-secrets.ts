import type { Secret } from "./create-redactor.ts";
import { encodeSecret } from "./encode-secret.ts";
import { matchNeedles, type NeedleMatcher } from "./match-needles.ts";
import { matchWrapped, optionalStart } from "./match-wrapped.ts";

type SecretMatcher = NeedleMatcher & {
  /** Of the secrets that are looked for; a shorter one is not. */
  readonly names: ReadonlySet<string>;
};

/** Finds the values in every encoding, and what may be cut into lines also across these. `asText` gives the form in which the text is. */
export function matchSecrets(secrets: readonly Secret[], asText: (text: string) => string = (text) => text): SecretMatcher {
  const forms = secrets.flatMap(({ name, value }) => encodeSecret(value).map(({ text, wraps }) => ({ name, text: asText(text), wraps })));
  const wrapping = forms.filter(({ wraps }) => wraps);
  const whole = matchNeedles(forms.map((form) => (form.wraps ? { ...form, optional: optionalStart(form.text) } : form)));
  const wrapped = matchWrapped(wrapping);
  return {
    find(text) {
      const [found, across] = [whole.find(text), wrapped.find(text)];
      return across.length === 0 ? found : [...found, ...across].sort((a, b) => a.start - b.start);
    },
    unfinishedFrom: (text) => Math.min(whole.unfinishedFrom(text), wrapped.unfinishedFrom(text)),
    names: new Set(forms.map(({ name }) => name)),
  };
}
