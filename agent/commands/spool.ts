import { chosenAction } from '../../lib/command-line/chosen-action.ts'
import type { Command, Options } from '../../lib/command-line/command.ts'
import { journal } from '../../lib/notice/journal.ts'
import { ActionNeeded, codeOf, EXIT, messageOf } from '../../lib/system/errors.ts'
import { becomeOwnerOf } from '../../lib/system/users/owner.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import { hostNameOf } from '../config/host-name.ts'
import { loadConfig } from '../config/load.ts'
import { PROGRAM } from '../program.ts'
import { spoolFolders } from '../spool/spool-folders.ts'
import { CONFIG_OPTION, configFile } from './config-option.ts'
import { acknowledge } from './spool/acknowledge.ts'
import type { SpoolAction } from './spool/action.ts'
import { drop } from './spool/drop.ts'
import { list } from './spool/list.ts'
import { retry } from './spool/retry.ts'
import { show } from './spool/show.ts'
import { verify } from './spool/verify.ts'

const ACTIONS: Readonly<Record<string, SpoolAction>> = { list, show, retry, acknowledge, drop, verify }

/** Inspects the spool and changes it by hand, whether the services run or not. */
export const spool: Command = {
  usage: 'spool <action> [report]',
  words: Object.keys(ACTIONS),
  actions: ACTIONS,
  summary: 'Inspect the spool: list, show, verify; retry, acknowledge or drop a report (its id or file name).',
  options: [
    CONFIG_OPTION,
    { flags: '--failed', text: 'list: refused reports; default: waiting reports.' },
    { flags: '--transmitted', text: 'list: sent reports.' },
    {
      flags: '--receiver <name>',
      text: 'all but drop and verify: for this receiver, not the API.',
    },
    { flags: '--json', text: 'list: one JSON object a line.' },
    { flags: '--body', text: 'show: print only the exact bytes of the body.' },
    { flags: '--all', text: 'retry, acknowledge: everything that failed.' },
    { flags: '--yes', text: 'drop: do it; otherwise only print what would be removed.' },
  ],
  examples: [
    'spool list',
    'spool list --failed --json',
    'spool show report.000000000001.json',
    'spool list --receiver hub',
    'spool retry --all',
    'spool acknowledge --all',
  ],
  run: async ([name = '', wanted = ''], options, io) => {
    const action = chosenAction(PROGRAM.name, 'spool', ACTIONS, name, options)
    refuseReport(name, action, wanted, options)
    const { config } = await loadConfig(configFile(options))
    const folders = spoolFolders(config.spool.path)
    const user = process.getuid?.()
    await becomeOwnerOf(folders.root)
    const tell = journal(io.stderr)
    try {
      return await action.run({ config, folders, host: hostNameOf(config), user, tell, wanted, options, io })
    } catch (error) {
      if (error instanceof ActionNeeded || codeOf(error) === undefined) throw error
      throw new ActionNeeded(`spool ${name}: ${plainText(messageOf(error))}`, EXIT.failed, { cause: error })
    }
  },
}

function refuseReport(name: string, { takesReport, unless }: SpoolAction, wanted: string, options: Options): void {
  const isAll = unless !== undefined && options[unless] === true
  if ((wanted !== '') === (takesReport && !isAll)) return
  const need =
    takesReport && !isAll ? `name a report${unless === undefined ? '' : `, or give --${unless}`}` : 'it takes no report'
  throw new ActionNeeded(`spool ${name}: ${need}`, EXIT.usage)
}
