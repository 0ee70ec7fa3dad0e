import { Document } from 'yaml'
import type { Io } from '../../../lib/command-line/command.ts'
import { EXIT } from '../../../lib/system/errors.ts'
import { Commented, nodeOf, type YamlValue } from '../../mail-reports/maillog/yaml-value.ts'
import { Screen } from '../../replay/screen.ts'
import { type ChkservdCheck, chkservdChecks } from '../../watch/chkservd/chkservd-checks.ts'
import { chkservdFiles } from '../../watch/chkservd/chkservd-files.ts'
import { printLines } from '../printed-lines.ts'

const HEAD = ` From chkservd's files. Before it is used:
 - compare it, and write what is missing: chkservd looks for a process anywhere in command lines, here it is its name
 - spoor-agent check
 Nothing of it restarts anything: chkservd goes on doing that.`

/** Prints what chkservd checks as checks of the configuration; exit 1 if something was left out, which is named. */
export async function importChkservd(folder: string, io: Io): Promise<number> {
  const files = await chkservdFiles(folder, "name chkservd's folder by --from")
  const { checks, leftOut } = chkservdChecks(files, folder)
  const screen = new Screen(io.stderr)
  for (const sentence of leftOut) screen.say(sentence)
  const document = new Document(undefined, { schema: 'failsafe' })
  document.contents = nodeOf(document, { checks: checks.map(writtenCheck) })
  document.commentBefore = HEAD
  const code = await printLines([document.toString({ lineWidth: 0, singleQuote: true })], io)
  return code === EXIT.ok && leftOut.length > 0 ? EXIT.failed : code
}

function writtenCheck({ name, type, settings, disabledBy, restarts }: ChkservdCheck): YamlValue {
  const switches = disabledBy.map(({ path, line }) => (line === undefined ? path : `${path}#${line}`))
  return new Commented(
    { name, type, ...settings, disabled_by: switches },
    restarts.map((command) => `chkservd restarts it by: ${command}`),
  )
}
