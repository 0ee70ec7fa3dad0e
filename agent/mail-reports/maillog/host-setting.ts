import { isLoopbackHost } from '../../../lib/text/loopback.ts'
import { accepted, type Setting } from './letter.ts'
import type { Remarks } from './remarks.ts'
import type { Statement } from './statement.ts'

/** Settings that only a whole configuration has. */
const SETTINGS: Readonly<Record<string, (statement: Statement, value: string, remarks: Remarks) => Setting>> = {
  host: (statement, value, remarks) => accepted('report', { host: value }, statement, remarks),
  smtp: (statement, value, remarks) => {
    const [, inBrackets, plain, port] = /^(?:\[(.+)\]|([^:]+))(?::(\d+))?$/.exec(value) ?? []
    const host = inBrackets ?? plain ?? value
    if (!isLoopbackHost(host))
      remarks.comments.push(
        `MailLog spoke to ${host} in clear; this asks for STARTTLS. Where the server has none: tls: none`,
      )
    return accepted('mail', { host, ...(port !== undefined && { port }) }, statement, remarks)
  },
  debug: (statement, value, remarks) => {
    if (!/^(?:0|no|off|)$/i.test(value))
      remarks.leaveOut(statement, 'is no setting here; type: spoor-agent mail-report run maillog --dry-run --debug')
    return undefined
  },
}

/** What `set smtp …`, `set host …` and `set debug …` become; `unknown` for others. */
export function hostSetting(statement: Statement, remarks: Remarks): Setting | 'unknown' {
  const [key = '', ...values] = statement.args
  const read = Object.hasOwn(SETTINGS, key) ? SETTINGS[key] : undefined
  return read === undefined ? 'unknown' : read(statement, values.join(' '), remarks)
}
