/** The texts of what is not told for a while. */
export const SNOOZE_WORDS = {
  label: 'Snooze',
  menu: 'Snooze: not told for a while',
  spans: { hour: '1 hour', hours: '4 hours', day: '1 day', week: '7 days' },
  until: (time: string) => `Snoozed until ${time}`,
  by: (who: string) => `by ${who}`,
  span: 'For how long',
  reason: 'Why',
  reasonHint: 'others read it here',
  undo: 'Undo',
  end: 'Tell it again',
  ended: 'Not snoozed any more.',
}
