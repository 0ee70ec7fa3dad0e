/**
 * The sentence for an error code of the yaml package, whose own messages are not used: some repeat the text at fault,
 * which may be the secret.
 */
export function syntaxFault(code: string): string {
  return SENTENCES[code] ?? 'is not YAML; write lines of the form "key: value"'
}

const SENTENCES: Readonly<Record<string, string>> = {
  BAD_DQ_ESCAPE: 'has a backslash that means nothing between double quotes; write single quotes',
  BAD_SCALAR_START: 'begins with a character that no plain value can begin with; write the value in single quotes',
  BLOCK_AS_IMPLICIT_KEY:
    'is indented too far, or has a second colon; write it below the line before, or the value in single quotes',
  MISSING_CHAR: 'lacks a colon, a closing quote or a closing bracket; write it',
  MULTIPLE_DOCS: 'begins a second document; write one only',
  TAB_AS_INDENT: 'is indented with a tab; write spaces',
  TAG_RESOLVE_FAILED: 'has a tag; write the value alone, in single quotes where it begins with !',
}
