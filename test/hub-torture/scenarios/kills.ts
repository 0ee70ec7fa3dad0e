import type { StoreKind } from '../hub-stage.ts'
import type { HubScenario } from '../scenario.ts'

const KILLS = 8

function killed(store: StoreKind): HubScenario {
  return {
    name: `kills-${store.toLowerCase()}`,
    what: `The hub is killed ${KILLS} times while 20 agents report.`,
    store,
    ...(store === 'PostgreSQL' && { needs: store }),
    run: async (stage) => {
      await stage.start()
      stage.reporters.begin(20, 10)
      for (let kill = 0; kill < KILLS; kill += 1) {
        await stage.reporters.acknowledgedMore(100 * (kill + 1))
        await stage.hub.end('SIGKILL')
        await stage.start()
      }
      await stage.reporters.acknowledgedMore(100)
    },
  }
}

/** Kills of the hub. */
export const kills: readonly HubScenario[] = [killed('embedded'), killed('PostgreSQL')]
