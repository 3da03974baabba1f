import { expect, test } from "vitest";
import { vetDockerfile } from "./vet-dockerfile.ts";

test("what an ordinary file builds on is named once, its own stages are not", () => {
  const text = `# build
ARG VERSION=1
FROM node:24 AS build
WORKDIR /src
COPY --chown=1000:1000 package.json \\
  # why
  package-lock.json ./
RUN apt-get install -y \\
    jq \\
 && echo done
from build as second
COPY --from=build /src /src
COPY --from=0 /x /y
COPY --from=registry.example.org/tools:1@sha256:${"a".repeat(64)} /tool /tool
FROM node:24
RUN install git\\
 curl\\
  && true
CMD ["node"]
`;
  expect(vetDockerfile(text)).toEqual({ kind: "fit", images: ["node:24", `registry.example.org/tools:1@sha256:${"a".repeat(64)}`] });
});

const unfit: [string, number, string][] = [
  ["ADD of an address", 2, "FROM a\nADD http://169.254.169.254/ /x"],
  ["ADD in small letters behind blanks", 2, "FROM a\n \t add $X /x"],
  ["ADD behind a byte order mark", 1, "\uFEFFADD http://x /x"],
  ["ONBUILD", 2, "FROM a\nOnBuild ADD http://x /x"],
  ["a keyword with a letter that becomes ASCII", 2, "FROM a\nONBU\u0130LD ADD http://x /x"],
  ["a keyword behind another space", 2, "FROM a\n\u00a0ADD http://x /x"],
  ["FROM a variable", 2, "ARG I=evil\nFROM $I"],
  ["FROM with a flag", 1, "FROM --platform=linux/arm64 a"],
  ["FROM that goes on in the next line", 1, "FROM \\\n evil"],
  ["FROM with a quoted name", 1, 'FROM "evil"'],
  ["COPY --from a variable", 2, "FROM a\nCOPY --from=$X /a /b"],
  ["COPY --from cut by a continuation and a comment", 2, "FROM a\nCOPY --fr\\\n# c\n\nom=$X /a /b"],
  ["COPY --from in quotes", 2, 'FROM a\nCOPY --fr"om"=evil /a /b'],
  ["COPY --from with an escape", 2, "FROM a\nCOPY --from=ev\\il /a /b"],
  ["ADD cut off its address", 2, "FROM a\nADD\\\n http://127.0.0.1/x /x"],
  ["ADD cut in two", 2, "FROM a\nAD\\\nD http://127.0.0.1/x /x"],
  ["ADD cut in three, with blanks behind", 2, "FROM a\na\\ \t\nd\\\n# c\n\nd http://127.0.0.1/x /x"],
  ["FROM cut in two", 2, "FROM a\nFr\\\nom evil"],
  ["COPY cut in two", 2, "FROM a\nCO\\\nPY --from=evil /a /b"],
  ["ONBUILD cut in two", 2, "FROM a\nONBUIL\\\nD ADD http://x /x"],
  ["FROM what another environment's setup left", 1, "FROM slipway-snapshot:01a204f0"],
  ["COPY --from what another environment's setup left", 2, "FROM a\nCOPY --from=docker.io/library/slipway-snapshot:x / /"],
  ["an escape directive", 1, "# escape=`\nFROM a `\n b"],
  ["a syntax directive", 1, "#syntax=evil/frontend\nFROM a"],
  ["no FROM", 1, "RUN true"],
];
test.each(unfit)("%s is refused at its line", (_, line, text) => {
  expect(vetDockerfile(text)).toMatchObject({ kind: "unfit", line });
});
