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
  unknown: (step: string, hosts: string) => `${step}: cannot know, ${hosts} cannot tell`,
}
