"""What every place is drawn with: canvas, noise, blur, silhouettes; and how a finished Scenery is kept."""
