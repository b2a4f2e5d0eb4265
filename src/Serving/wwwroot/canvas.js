// A canvas as sharp as the screen, drawn at most once a frame.

import { onPaletteChange } from './palette.js';

export class Drawing {
  #canvas;
  #draw;
  #due = false;

  /**
   * @param {HTMLCanvasElement} canvas sized by the style sheet
   * @param {(context: CanvasRenderingContext2D, width: number, height: number) => void} draw gets a cleared canvas, in CSS pixels
   */
  constructor(canvas, draw) {
    this.#canvas = canvas;
    this.#draw = draw;
    new ResizeObserver(() => this.request()).observe(canvas);
    onPaletteChange(() => this.request());
  }

  /** Asks for a drawing at the next frame. */
  request() {
    if (this.#due) return;
    this.#due = true;
    requestAnimationFrame(() => {
      this.#due = false;
      this.#paint();
    });
  }

  #paint() {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    if (width === 0 || height === 0) return;
    const scale = devicePixelRatio;
    const [pixelWidth, pixelHeight] = [Math.round(width * scale), Math.round(height * scale)];
    if (this.#canvas.width !== pixelWidth || this.#canvas.height !== pixelHeight) {
      this.#canvas.width = pixelWidth;
      this.#canvas.height = pixelHeight;
    }
    const context = this.#canvas.getContext('2d');
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, width, height);
    this.#draw(context, width, height);
  }
}
