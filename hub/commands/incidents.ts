import type { Command } from '../../lib/command-line/command.ts'
import { SEVERITIES } from '../../lib/event/severity.ts'
import { ASSESSMENTS } from '../api/assessment.ts'
import { INCIDENT_KINDS } from '../incidents/incident.ts'
import { CONFIG_OPTION } from './config-option.ts'
import { assignIncident, unassignIncident } from './incidents/assign.ts'
import { listIncidents } from './incidents/list.ts'
import { addNote } from './incidents/note.ts'
import { replayIncidents } from './incidents/replay.ts'
import { showOne } from './incidents/show.ts'
import { containIncident, dismissIncident, reopenIncident, resolveIncident } from './incidents/state.ts'
import { runStoreAction } from './store-action.ts'

const ACTIONS = {
  list: listIncidents,
  show: showOne,
  contain: containIncident,
  resolve: resolveIncident,
  dismiss: dismissIncident,
  reopen: reopenIncident,
  assign: assignIncident,
  unassign: unassignIncident,
  note: addNote,
  replay: replayIncidents,
}

/** `spoor-hub incidents`: what belongs together, and what became of it. */
export const incidents: Command = {
  usage: 'incidents <action> [id] [word]',
  words: Object.keys(ACTIONS),
  actions: ACTIONS,
  summary:
    'List incidents, show one with its steps, say what became of it, who takes care, or add a note; judge once more.',
  options: [
    CONFIG_OPTION,
    { flags: '--state <states>', text: 'list: some of open, contained, resolved, dismissed; default: open,contained.' },
    { flags: '--kind <kind>', text: 'list: only this kind.', values: INCIDENT_KINDS },
    { flags: '--severity <severity>', text: 'list: at least this severity.', values: SEVERITIES },
    { flags: '--host <name>', text: 'list: only what concerns this host.' },
    { flags: '--mailbox <name>', text: 'list: only what concerns this mailbox or account.' },
    { flags: '--address <ip>', text: 'list: only what concerns this IP address.' },
    { flags: '--label <text>', text: 'list: only what concerns a host with this label.' },
    { flags: '--assignee <person>', text: 'list: only those of this person.' },
    { flags: '--since <time>', text: 'replay: from when on; default: 7d.' },
    { flags: '--limit <count>', text: 'list: how many at most; default: 50.' },
    { flags: '--reason <text>', text: 'contain, resolve, dismiss, reopen: why; dismiss needs it.' },
    {
      flags: '--assessment <word>',
      text: 'contain, resolve, dismiss: what it was; dismiss needs it, unless it was said before.',
      values: ASSESSMENTS,
    },
    { flags: '--json', text: 'list, replay: one JSON object a line; show: one JSON object.' },
  ],
  examples: [
    'incidents list',
    'incidents list --severity high --label shared --json',
    'incidents show 17',
    'incidents contain 17 --reason "password changed"',
    'incidents dismiss 17 --reason "a new telephone" --assessment confirmed_benign',
    'incidents assign 17 anna',
    'incidents note 17 "called the customer"',
    'incidents replay --since 30d',
  ],
  run: (args, options, io) => runStoreAction('incidents', ACTIONS, args, options, io),
}
