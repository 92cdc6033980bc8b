// One finger scrolls the page over the picture, two move and zoom it.
capnet.touch = (() => {
  const between = ([a, b], box) => ({ x: (a.clientX + b.clientX) / 2 - box.left, y: (a.clientY + b.clientY) / 2 - box.top, apart: Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) });

  /// Keeps touches from cytoscape, which would take one finger for itself: a tap reaches it as the click that the browser makes of it.
  function start(picture, cy) {
    let last = null;
    const seen = (touches) => touches.length === 2 ? between(touches, picture.getBoundingClientRect()) : null;
    const listen = (type, act) => picture.parentElement.addEventListener(type, (event) => {
      if (!picture.contains(event.target)) return;
      event.stopPropagation();
      act(event);
    }, { capture: true, passive: false });
    for (const type of ["touchstart", "touchend", "touchcancel"]) listen(type, (event) => { last = seen(event.touches); });
    listen("touchmove", (event) => {
      const now = seen(event.touches);
      if (last && now) {
        if (event.cancelable) event.preventDefault();
        cy.zoom({ level: cy.zoom() * now.apart / (last.apart || 1), renderedPosition: { x: now.x, y: now.y } });
        cy.panBy({ x: now.x - last.x, y: now.y - last.y });
      }
      last = now;
    });
  }

  return { start };
})();
