/** Shorter ones are in nearly every line and select nothing; what goes beyond the longest takes memory for little. */
const LITERAL = { shortest: 3, longest: 16 }

/** What stands for one character or class in RE2's syntax, beginning with a backslash. */
const ESCAPE = /\\(?:[pP](?:\{[^}]*\}|.)|x(?:\{[^}]*\}|[\da-fA-F]{2})|[0-7]{1,3}|.)/y

/** A class: `]` is plain where it comes first, and `[:alpha:]` is one of its members. */
const CLASS = /\[\^?\]?(?:\\.|\[:[^\]:]*:\]|[^\]\\])*\]/y

/** As `requiredText`, in lower case. */
export function requiredLiteral(expression: string): string | undefined {
  return requiredText(expression)?.toLowerCase()
}

/**
 * A text that every match of an expression in RE2's syntax holds, of 3 to 16 characters; undefined if there is none. It
 * is taken from the longest run of plain ASCII characters outside all groups; where the expression takes letters of
 * either case, so may the text.
 */
export function requiredText(expression: string): string | undefined {
  const runs: string[] = []
  let [run, depth] = ['', 0]
  for (let at = 0; at < expression.length;) {
    const piece = pieceAt(expression, at)
    at += piece.length
    if (piece === '|' && depth === 0) return undefined
    if (piece === '(') depth += 1
    else if (piece === ')') depth -= 1
    const plain = depth === 0 ? plainIn(piece) : undefined
    if (plain !== undefined) {
      run += plain
      continue
    }
    // What these follow may be missing.
    runs.push(/^[*?{]/.test(piece) ? run.slice(0, -1) : run)
    run = ''
  }
  return longestOf([...runs, run])
}

function longestOf(runs: readonly string[]): string | undefined {
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '')
  return longest.length < LITERAL.shortest ? undefined : longest.slice(0, LITERAL.longest)
}

/** The run of characters that is read as one: an escape, a class, `\Q…\E`, a count, or a character. */
function pieceAt(expression: string, at: number): string {
  const character = expression.charAt(at)
  if (expression.startsWith('\\Q', at)) {
    const end = expression.indexOf('\\E', at)
    return expression.slice(at, end === -1 ? undefined : end + 2)
  }
  if (character === '{') {
    const end = expression.indexOf('}', at)
    return end === -1 ? character : expression.slice(at, end + 1)
  }
  const pattern = character === '\\' ? ESCAPE : character === '[' ? CLASS : undefined
  if (pattern === undefined) return character
  pattern.lastIndex = at
  return pattern.exec(expression)?.[0] ?? character
}

/** The character that a piece stands for, if it is one, and of ASCII: others have more than one other case. */
function plainIn(piece: string): string | undefined {
  if (/^\\[!-/:-@[-`{-~]$/.test(piece)) return piece.slice(1)
  return /^[ !"#%&',\-/0-9:;<=>@A-Za-z_`~\]}]$/.test(piece) ? piece : undefined
}
