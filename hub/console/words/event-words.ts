import { counting, lasting, numeral } from './numbers.ts'

/** The texts of the record of an event, and of rows that repeat. */
export const EVENT_WORDS = {
  assessment: 'Assessment',
  unassessed: 'Nobody has said what it was.',
  mayNot: 'An analyst can say what it was.',
  says: (who: string, ago: number) => (ago < 60 ? `${who} said so just now` : `${who} said so ${lasting(ago)} ago`),
  noted: (word: string) => `Noted: ${word}`,
  undone: 'Taken back.',
  incident: 'Incident',
  from: 'Follows from',
  hub: 'the hub',
  folds: 'Fold what repeats',
  keys: { views: 'views' },
  times: (count: number, isCut: boolean) =>
    isCut ? `at least ${numeral(count)} times` : counting(count, 'time', 'times'),
  different: {
    mailbox: (count: number) => counting(count, 'mailbox', 'mailboxes'),
    ip: (count: number) => counting(count, 'address', 'addresses'),
    host: (count: number) => counting(count, 'host', 'hosts'),
    service: (count: number) => counting(count, 'way in', 'ways in'),
  },
  open: {
    incidents: 'Open incidents',
    more: 'There are more; these are the worst.',
    which: (id: number) => `incident ${id}`,
    stands: (state: string, assignee: string | null, age: number) =>
      `${state}, ${assignee === null ? 'nobody has it yet' : `${assignee} has it`} · began ${lasting(age)} ago`,
  },
}
