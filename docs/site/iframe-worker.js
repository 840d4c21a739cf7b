/* A page that is opened as a file may start no worker. Then the search's worker runs in a frame that nobody sees,
   so that the documentation can be searched without a server. From a server this does nothing. */
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(script) {
      super()
      this.waiting = []
      const frame = document.createElement("iframe")
      frame.hidden = true
      frame.onload = () => {
        const inside = frame.contentWindow
        inside.postMessage = data => this.dispatchEvent(new MessageEvent("message", { data }))
        const element = inside.document.createElement("script")
        element.src = script
        element.onload = () => {
          this.inside = inside
          this.waiting.splice(0).forEach(data => this.postMessage(data))
        }
        inside.document.body.append(element)
      }
      document.body ? document.body.append(frame) : addEventListener("DOMContentLoaded", () => document.body.append(frame))
    }

    postMessage(data) {
      if (this.inside) this.inside.dispatchEvent(new this.inside.MessageEvent("message", { data }))
      else this.waiting.push(data)
    }

    terminate() {}
  }
}
