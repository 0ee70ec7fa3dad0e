/** The steps of a takeover as people speak of them, in the order in which they usually come. */
export const TRAIL_WORDS = {
  label: 'Steps',
  steps: {
    guess: 'guess',
    login: 'login',
    filter: 'filter',
    forward: 'forward',
    mail: 'mail burst',
    password: 'password',
  },
  seen: (step: string) => `${step}: seen`,
  none: (step: string) => `${step}: not seen`,
  unknown: (step: string, hosts: readonly string[]) =>
    `${step}: cannot know, ${hosts.length === 0 ? 'as no host told any step of this' : `${hosts.join(', ')} cannot tell`}`,
}
