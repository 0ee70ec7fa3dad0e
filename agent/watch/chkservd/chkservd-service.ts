/** A service as chkservd checks it; undefined is `x`, which means: not checked. */
export interface ChkservdService {
  readonly name: string
  readonly port: string | undefined
  /** With its line breaks, which are written `\\r` and `\\n`. */
  readonly send: string | undefined
  /** An expression of Perl. */
  readonly expect: string | undefined
  /** Commands, which are run one after the other. */
  readonly restarts: readonly string[]
  readonly process: string | undefined
  readonly users: readonly string[]
  /** A conversation of cPanel's own, of which the documentation says nothing. */
  readonly transaction: string | undefined
}

/**
 * What a line of a service says, or what is wrong with it, in words that follow the line's place. Source: cPanel's
 * documentation of chkservd, `service[NAME]=PORT,SEND,EXPECT,RESTART[,PROCESS,USER]`, which has no way to write a
 * comma within a field. cPanel's own files may have two fields more: a transaction, and whose script restarts it.
 */
export function chkservdService(line: string): ChkservdService | { readonly fault: string } {
  const [, name, written = ''] = /^service\[([A-Za-z\d][\w.-]{0,62})\]=(.*)$/.exec(line) ?? []
  if (name === undefined) return { fault: 'is not service[NAME]=PORT,SEND,EXPECT,RESTART[,PROCESS,USER]' }
  const fields = written.split(',')
  if (fields.length < 4 || fields.length > 8)
    return { fault: `has ${fields.length} fields between commas instead of 4 to 8` }
  const [port, send, expect, restart, process, user, transaction] = fields.map(given)
  return {
    name,
    port,
    send: send?.replaceAll(String.raw`\r`, '\r').replaceAll(String.raw`\n`, '\n'),
    expect,
    restarts: partsOf(restart, ';'),
    process,
    users: partsOf(user, '|'),
    transaction,
  }
}

function given(field: string): string | undefined {
  const text = field.trim()
  return text === '' || text === 'x' ? undefined : text
}

function partsOf(field: string | undefined, between: string): readonly string[] {
  return (field ?? '').split(between).flatMap((part) => given(part) ?? [])
}
