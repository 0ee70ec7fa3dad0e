/** The pages that README.md shows, in its order: each as `docs/pictures/NAME-light.png` and `-dark.png`. */
export const README_PICTURES: readonly string[] = ['now', 'incident', 'events', 'hosts']

/** Those that docs/hub/console.md shows. */
export const CONSOLE_PICTURES: readonly string[] = ['services']
